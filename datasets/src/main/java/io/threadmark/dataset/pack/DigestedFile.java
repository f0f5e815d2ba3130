package io.threadmark.dataset.pack;

import io.threadmark.dataset.json.TextHash;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A file of a package while it is written: its bytes are counted and digested on the way. */
final class DigestedFile extends FilterOutputStream {
  private final MessageDigest digest = TextHash.sha256();
  private long bytes;

  DigestedFile(Path file) throws IOException {
    super(open(file));
  }

  /** Writes a whole text. */
  static PackageFile write(Path root, String name, String text) throws IOException {
    DigestedFile file = new DigestedFile(root.resolve(name));
    try (file) {
      file.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return file.described(name, -1);
  }

  @Override
  public void write(int value) throws IOException {
    out.write(value);
    digest.update((byte) value);
    bytes++;
  }

  @Override
  public void write(byte[] written, int from, int length) throws IOException {
    out.write(written, from, length);
    digest.update(written, from, length);
    bytes += length;
  }

  long bytes() {
    return bytes;
  }

  /** After it is closed; once. */
  PackageFile described(String name, long rows) {
    return new PackageFile(name, rows, bytes, HexFormat.of().formatHex(digest.digest()));
  }

  private static OutputStream open(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.newOutputStream(file);
  }
}
