package io.threadmark.processor.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.index.Selection;
import io.threadmark.schema.LabeledThread;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;

/** What instances say to each other about a cut: questions in JSON, threads in Avro. */
final class CutProtocol {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final BinaryMessageEncoder<LabeledThread> ENCODER = LabeledThread.getEncoder();
  private static final BinaryMessageDecoder<LabeledThread> DECODER = LabeledThread.getDecoder();

  private CutProtocol() {}

  /** What is asked. */
  enum Act {
    OPEN,
    READ,
    TOUCH,
    CLOSE
  }

  /**
   * A question.
   *
   * @param selection which threads, to open a cut
   * @param partitions of which, to open a cut
   * @param cut the id of one that is open
   * @param partition to read from
   * @param after to read behind
   * @param mostBytes to read
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Asked(
      Act act,
      Selection selection,
      List<Integer> partitions,
      String cut,
      int partition,
      byte[] after,
      long mostBytes) {

    static Asked open(Selection selection, List<Integer> partitions) {
      return new Asked(Act.OPEN, selection, partitions, null, -1, null, 0);
    }

    static Asked read(String cut, int partition, byte[] after, long mostBytes) {
      return new Asked(Act.READ, null, null, cut, partition, after, mostBytes);
    }

    static Asked touch(String cut) {
      return new Asked(Act.TOUCH, null, null, cut, -1, null, 0);
    }

    static Asked close(String cut) {
      return new Asked(Act.CLOSE, null, null, cut, -1, null, 0);
    }
  }

  static byte[] json(Object said) {
    try {
      return JSON.writeValueAsBytes(said);
    } catch (IOException e) {
      throw new IllegalStateException("what instances say can always be written", e);
    }
  }

  /**
   * Reads what another instance says.
   *
   * @throws NotAvailableException where it speaks as another version does
   */
  static <T> T read(byte[] said, Class<T> type) {
    try {
      return JSON.readValue(said, type);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** A page: the length of the last key, that key, and the threads, each behind its length. */
  static byte[] page(HeldCuts.Page page) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(page.last() == null ? -1 : page.last().length);
      if (page.last() != null) {
        out.write(page.last());
      }
      for (LabeledThread thread : page.threads()) {
        ByteBuffer encoded = ENCODER.encode(thread);
        out.writeInt(encoded.remaining());
        out.write(encoded.array(), encoded.arrayOffset() + encoded.position(), encoded.remaining());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a page.
   *
   * @throws NotAvailableException where it is of another version
   */
  static HeldCuts.Page readPage(byte[] bytes) {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    try {
      int length = rest.getInt();
      byte[] last = length < 0 ? null : new byte[length];
      if (last != null) {
        rest.get(last);
      }
      List<LabeledThread> threads = new ArrayList<>();
      while (rest.hasRemaining()) {
        ByteBuffer thread = rest.slice(rest.position() + Integer.BYTES, rest.getInt());
        rest.position(rest.position() + thread.remaining());
        threads.add(DECODER.decode(thread));
      }
      return new HeldCuts.Page(threads, last);
    } catch (IOException | RuntimeException e) {
      throw unreadable(e);
    }
  }

  private static NotAvailableException unreadable(Exception e) {
    return new NotAvailableException("another instance's answer cannot be read", e);
  }
}
