package io.threadmark.gateway.body;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Bytes that grow up to a limit. */
final class BoundedBytes {
  /** More bytes came than the limit. */
  static final class TooLarge extends Exception {
    private static final long serialVersionUID = 1L;

    TooLarge() {
      super(null, null, false, false);
    }
  }

  private static final int LEAST_CAPACITY = 512;

  private final int limit;
  private byte[] bytes;
  private int length;

  /**
   * @param expected how many bytes will likely come
   */
  BoundedBytes(int limit, int expected) {
    this.limit = limit;
    this.bytes = new byte[Math.max(LEAST_CAPACITY, Math.min(limit, expected))];
  }

  void write(byte[] from, int count) throws TooLarge {
    if (count > limit - length) {
      throw new TooLarge();
    }
    if (count > bytes.length - length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + count, Math.min(limit, 2 * bytes.length)));
    }
    System.arraycopy(from, 0, bytes, length, count);
    length += count;
  }

  void writeAll(InputStream in) throws IOException, TooLarge {
    byte[] buffer = new byte[8192];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      write(buffer, count);
    }
  }

  int length() {
    return length;
  }

  /** The bytes themselves, of which the first {@link #length()} count. */
  byte[] array() {
    return bytes;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }
}
