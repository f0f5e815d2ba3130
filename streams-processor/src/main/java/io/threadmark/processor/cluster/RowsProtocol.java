package io.threadmark.processor.cluster;

import io.threadmark.processor.store.Rows;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How instances ask each other for rows: a partition of a store, and a range of row keys; the
 * answer is the rows. One row is a range of its own.
 */
public final class RowsProtocol {
  public static final String PATH = "/internal/v1/rows";

  /** Rows of one answer; who wants more asks again behind the last. */
  static final int MOST_ROWS = 200;

  /** Bytes of one answer, past which no further row is added. */
  static final int MOST_BYTES = 4 * 1024 * 1024;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Row(byte[] key, byte[] value) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Question(
      String store, int partition, byte[] from, byte[] to, Rows.Direction direction) {

    byte[] write() {
      return bytes(
          out -> {
            out.writeUTF(store);
            out.writeInt(partition);
            writeBytes(out, from);
            writeBytes(out, to);
            out.writeBoolean(direction == Rows.Direction.BACKWARD);
          });
    }

    public static Question read(byte[] bytes) {
      try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
        return new Question(
            in.readUTF(),
            in.readInt(),
            readBytes(in),
            readBytes(in),
            in.readBoolean() ? Rows.Direction.BACKWARD : Rows.Direction.FORWARD);
      } catch (IOException e) {
        throw new IllegalArgumentException("not a question for rows", e);
      }
    }
  }

  private RowsProtocol() {}

  /** Answers a question from rows that are here. */
  public static byte[] answer(Rows rows, Question question) {
    List<Row> found = new ArrayList<>();
    long[] size = {0};
    rows.scan(
        question.from,
        question.to,
        question.direction,
        (key, value) -> {
          found.add(new Row(key, value));
          size[0] += key.length + value.length;
          return found.size() < MOST_ROWS && size[0] < MOST_BYTES;
        });
    boolean more = found.size() >= MOST_ROWS || size[0] >= MOST_BYTES;
    return bytes(
        out -> {
          out.writeBoolean(more);
          out.writeInt(found.size());
          for (Row row : found) {
            writeBytes(out, row.key);
            writeBytes(out, row.value);
          }
        });
  }

  /**
   * Rows of an answer.
   *
   * @param more whether there may be more behind the last
   */
  record Answer(List<Row> rows, boolean more) {
    static Answer read(byte[] bytes) {
      try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
        boolean more = in.readBoolean();
        int count = in.readInt();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          rows.add(new Row(readBytes(in), readBytes(in)));
        }
        return new Answer(rows, more);
      } catch (IOException e) {
        throw new NotAvailableException("another instance's answer cannot be read", e);
      }
    }
  }

  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  private static byte[] bytes(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      writing.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }
}
