package io.threadmark.gateway.body;

import io.threadmark.gateway.body.BoundedBytes.TooLarge;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Unpacks DEFLATE, bare or in zlib's frame: HTTP means the frame, some clients leave it out. */
final class Deflated {
  private static final int ZLIB_METHOD = 8;

  private Deflated() {}

  /** Unpacks bytes that are one stream and nothing else. */
  static void unpackAll(byte[] packed, BoundedBytes out) throws DataFormatException, TooLarge {
    int used = unpack(packed, 0, !isZlib(packed), out);
    if (used != packed.length) {
      throw new DataFormatException("there is more behind the end");
    }
  }

  /**
   * Unpacks one stream.
   *
   * @param bare whether it is without zlib's frame
   * @return where it ends
   */
  static int unpack(byte[] packed, int from, boolean bare, BoundedBytes out)
      throws DataFormatException, TooLarge {
    Inflater inflater = new Inflater(bare);
    try {
      inflater.setInput(packed, from, packed.length - from);
      byte[] buffer = new byte[8192];
      while (!inflater.finished()) {
        int count = inflater.inflate(buffer);
        if (count == 0 && !inflater.finished()) {
          throw new DataFormatException("breaks off, or needs a dictionary");
        }
        out.write(buffer, count);
      }
      return packed.length - inflater.getRemaining();
    } finally {
      inflater.end();
    }
  }

  private static boolean isZlib(byte[] packed) {
    return packed.length >= 2
        && (packed[0] & 0x0F) == ZLIB_METHOD
        && (((packed[0] & 0xFF) << 8) | (packed[1] & 0xFF)) % 31 == 0;
  }
}
