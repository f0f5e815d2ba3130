package io.threadmark.dataset.spill;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads longs from a file, as many at a time as are asked for. */
final class LongsReader implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final DataInputStream in;
  private long left;

  LongsReader(Path file) throws IOException {
    this.left = Files.size(file) / Long.BYTES;
    this.in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES));
  }

  /** Whether there were any left. */
  boolean read(long[] longs) throws IOException {
    if (left == 0) {
      return false;
    }
    for (int at = 0; at < longs.length; at++) {
      longs[at] = in.readLong();
    }
    left -= longs.length;
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
