package io.threadmark.dataset.spill;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes longs to a file. */
final class LongsWriter implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final DataOutputStream out;

  LongsWriter(Path file) throws IOException {
    this.out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES));
  }

  void write(long[] longs, int count) throws IOException {
    for (int at = 0; at < count; at++) {
      out.writeLong(longs[at]);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
