package io.threadmark.dataset.json;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The first 128 bits of the SHA-256 of a text: enough to know it by, where keeping texts would take
 * too much room.
 */
public record TextHash(long high, long low) {

  public static TextHash of(String text) {
    ByteBuffer digest = ByteBuffer.wrap(sha256(text));
    return new TextHash(digest.getLong(), digest.getLong());
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
