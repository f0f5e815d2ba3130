package io.threadmark.gateway.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

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
    return HashedId.of(placed);
  }

  @Override
  public Ids about(String thing) {
    // No header has a line break, so that no client's key can be this one.
    return new FollowingIds(project, idempotencyKey + "\n" + thing);
  }
}
