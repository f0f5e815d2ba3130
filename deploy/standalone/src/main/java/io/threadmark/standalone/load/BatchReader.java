package io.threadmark.standalone.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Cuts a stream of lines into batches that a gateway takes. */
final class BatchReader {
  /** Under the 10 MiB that a gateway takes in one request. */
  static final int MOST_BYTES = 8 * 1024 * 1024;

  private final LineReader lines;
  private final int mostLines;
  private final IntConsumer onTooLong;
  private byte[] pending;
  private int pendingLine;

  /**
   * @param mostLines how many events a batch may have
   * @param onTooLong told the number of each line that is too long to be sent
   */
  BatchReader(InputStream in, int mostLines, IntConsumer onTooLong) {
    this.lines = new LineReader(in, MOST_BYTES);
    this.mostLines = mostLines;
    this.onTooLong = onTooLong;
  }

  /** The next batch; empty at the end. */
  Optional<Batch> next() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    List<Integer> numbers = new ArrayList<>();
    while (numbers.size() < mostLines && advance()) {
      if (!numbers.isEmpty() && body.size() + pending.length + 1 > MOST_BYTES) {
        break; // it opens the next batch
      }
      body.writeBytes(pending);
      body.write('\n');
      numbers.add(pendingLine);
      pending = null;
    }
    return numbers.isEmpty()
        ? Optional.empty()
        : Optional.of(new Batch(body.toByteArray(), numbers));
  }

  /** Has the next line that can be sent in {@link #pending}, unless there is none. */
  private boolean advance() throws IOException {
    while (pending == null && lines.next()) {
      if (lines.tooLong()) {
        onTooLong.accept(lines.number());
      } else if (!lines.blank()) {
        pending = lines.bytes();
        pendingLine = lines.number();
      }
    }
    return pending != null;
  }
}
