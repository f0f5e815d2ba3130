package io.threadmark.gateway.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Ids that follow from an idempotency key. */
final class FollowingIds implements Ids {
  private final String project;
  private final String idempotencyKey;

  /** What is hashed for each id; its last four bytes are the place. */
  private final byte[] text;

  FollowingIds(String project, String idempotencyKey) {
    this.project = project;
    this.idempotencyKey = idempotencyKey;
    byte[] projectBytes = project.getBytes(StandardCharsets.UTF_8);
    byte[] keyBytes = idempotencyKey.getBytes(StandardCharsets.UTF_8);
    text =
        ByteBuffer.allocate(projectBytes.length + keyBytes.length + 12)
            .putInt(projectBytes.length)
            .put(projectBytes)
            .putInt(keyBytes.length)
            .put(keyBytes)
            .array();
  }

  @Override
  public String of(int index) {
    byte[] placed = text.clone();
    ByteBuffer.wrap(placed).putInt(placed.length - Integer.BYTES, index);
    ByteBuffer hash = ByteBuffer.wrap(sha256(placed));
    long high = (hash.getLong() & ~0xF000L) | 0x8000L;
    long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  @Override
  public Ids about(String thing) {
    // No header has a line break, so that no client's key can be this one.
    return new FollowingIds(project, idempotencyKey + "\n" + thing);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
