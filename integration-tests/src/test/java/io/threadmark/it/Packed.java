package io.threadmark.it;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Bodies as clients pack them. */
final class Packed {
  private static final int MIB = 1024 * 1024;

  private Packed() {}

  /** Wraps a stream into one that packs. */
  @FunctionalInterface
  private interface Packer {
    OutputStream over(OutputStream out) throws IOException;
  }

  static byte[] gzip(byte[] body) {
    return pack(GZIPOutputStream::new, body, 1);
  }

  static byte[] deflate(byte[] body) {
    return pack(DeflaterOutputStream::new, body, 1);
  }

  static byte[] zstd(byte[] body) {
    return Zstd.compress(body);
  }

  /** So many MiB of spaces, in some KiB. */
  static byte[] gzipBomb(int mib) {
    return pack(GZIPOutputStream::new, spaces(), mib);
  }

  static byte[] deflateBomb(int mib) {
    return pack(
        out -> new DeflaterOutputStream(out, new Deflater(Deflater.BEST_SPEED, true)),
        spaces(),
        mib);
  }

  static byte[] zstdBomb(int mib) {
    byte[] frame = zstd(spaces());
    return joined(java.util.Collections.nCopies(mib, frame).toArray(byte[][]::new));
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      whole.writeBytes(part);
    }
    return whole.toByteArray();
  }

  private static byte[] spaces() {
    byte[] spaces = new byte[MIB];
    java.util.Arrays.fill(spaces, (byte) ' ');
    return spaces;
  }

  private static byte[] pack(Packer packer, byte[] body, int times) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = packer.over(packed)) {
      for (int i = 0; i < times; i++) {
        out.write(body);
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return packed.toByteArray();
  }
}
