package io.threadmark.gateway.body;

import io.threadmark.gateway.body.BoundedBytes.TooLarge;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;

/**
 * Unpacks gzip (RFC 1952): any number of members one behind the other, each checked. The JDK's own
 * stream takes a broken header of a later member for the end, which would lose events in silence.
 */
final class GzipMembers {
  private static final int HEADER_BYTES = 10;
  private static final int TRAILER_BYTES = 8;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xE0;

  private final byte[] packed;
  private int at;

  private GzipMembers(byte[] packed) {
    this.packed = packed;
  }

  static void unpack(byte[] packed, BoundedBytes out) throws DataFormatException, TooLarge {
    GzipMembers members = new GzipMembers(packed);
    do {
      members.unpackNext(out);
    } while (members.at < packed.length);
  }

  private void unpackNext(BoundedBytes out) throws DataFormatException, TooLarge {
    skipHeader();
    int start = out.length();
    at = Deflated.unpack(packed, at, true, out);
    require(TRAILER_BYTES);
    CRC32 crc = new CRC32();
    crc.update(out.array(), start, out.length() - start);
    if (int32(at) != (int) crc.getValue() || int32(at + 4) != out.length() - start) {
      throw new DataFormatException("the checksum does not fit");
    }
    at += TRAILER_BYTES;
  }

  private void skipHeader() throws DataFormatException {
    require(HEADER_BYTES);
    int flags = packed[at + 3];
    boolean gzip = int16(at) == 0x8B1F && packed[at + 2] == 8 && (flags & RESERVED) == 0;
    if (!gzip) {
      throw new DataFormatException("not gzip");
    }
    at += HEADER_BYTES;
    if ((flags & EXTRA) != 0) {
      require(2);
      int length = int16(at);
      require(2 + length);
      at += 2 + length;
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CRC) != 0) {
      require(2);
      at += 2;
    }
  }

  private void skipText() throws DataFormatException {
    do {
      require(1);
    } while (packed[at++] != 0);
  }

  private void require(int bytes) throws DataFormatException {
    if (packed.length - at < bytes) {
      throw new DataFormatException("breaks off");
    }
  }

  private int int16(int index) {
    return (packed[index] & 0xFF) | ((packed[index + 1] & 0xFF) << 8);
  }

  private int int32(int index) {
    return int16(index) | (int16(index + 2) << 16);
  }
}
