package io.threadmark.gateway.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Ids that follow from what they name: UUIDs of version 8, from a SHA-256. */
final class HashedId {
  private HashedId() {}

  static String of(byte[] bytes) {
    ByteBuffer hash = ByteBuffer.wrap(sha256().digest(bytes));
    long high = (hash.getLong() & ~0xF000L) | 0x8000L;
    long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  /** The id of what has those parts; each stands behind its length, null counts as empty. */
  static String of(String... parts) {
    byte[][] texts = new byte[parts.length][];
    int bytes = 0;
    for (int i = 0; i < parts.length; i++) {
      texts[i] = (parts[i] == null ? "" : parts[i]).getBytes(StandardCharsets.UTF_8);
      bytes += Integer.BYTES + texts[i].length;
    }
    ByteBuffer form = ByteBuffer.allocate(bytes);
    for (byte[] text : texts) {
      form.putInt(text.length).put(text);
    }
    return of(form.array());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
