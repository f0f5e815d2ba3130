package io.threadmark.dataset.json;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The first 128 bits of the SHA-256 of a text: enough to know it by, where keeping texts would take
 * too much room.
 */
public record TextHash(long high, long low) {

  public static TextHash of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Of a text in UTF-8. */
  public static TextHash of(byte[] text) {
    ByteBuffer digest = ByteBuffer.wrap(sha256().digest(text));
    return new TextHash(digest.getLong(), digest.getLong());
  }

  /** Its first half in hex: enough to tell apart what one thread has. */
  public String hex() {
    return HexFormat.of().toHexDigits(high);
  }

  public static byte[] sha256(String text) {
    return sha256().digest(text.getBytes(StandardCharsets.UTF_8));
  }

  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
