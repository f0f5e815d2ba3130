package io.threadmark.processor.export.job;

import io.threadmark.dataset.CancelledException;
import io.threadmark.dataset.Progress;
import io.threadmark.dataset.pack.PackageZip;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A package in one file.
 *
 * @param sha256 in hex
 */
record ZippedPackage(Path file, long bytes, String sha256) {
  private static final int BUFFER_BYTES = 1 << 16;

  /** Packs a folder; the file is on disk, not only in the machine's memory, when this returns. */
  static ZippedPackage of(Path folder, Path file, Progress progress) throws IOException {
    MessageDigest digest = digest();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      OutputStream out =
          new BufferedOutputStream(
              new DigestOutputStream(
                  new Stoppable(Channels.newOutputStream(channel), progress), digest),
              BUFFER_BYTES);
      PackageZip.write(folder, out);
      out.flush();
      channel.force(true);
      return new ZippedPackage(file, channel.size(), HexFormat.of().formatHex(digest.digest()));
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Looks before each write whether it is to go on. */
  private static final class Stoppable extends OutputStream {
    private final OutputStream out;
    private final Progress progress;

    Stoppable(OutputStream out, Progress progress) {
      this.out = out;
      this.progress = progress;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (progress.isCancelled()) {
        throw new CancelledException();
      }
      out.write(bytes, offset, length);
    }
  }
}
