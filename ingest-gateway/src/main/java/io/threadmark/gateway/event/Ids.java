package io.threadmark.gateway.event;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Makes the ids that events do not bring. */
@FunctionalInterface
public interface Ids {

  /** An id for the event at that place of its request. */
  String of(int index);

  /** New ids each time: UUIDs of version 7, which sort by when they were made. */
  static Ids fresh() {
    return index -> Fresh.GENERATOR.generate().toString();
  }

  /**
   * Ids that follow from an idempotency key, so that a repeated request is the same events: UUIDs
   * of version 8 from a SHA-256 over project, key and place.
   */
  static Ids following(String project, String idempotencyKey) {
    byte[] projectBytes = project.getBytes(StandardCharsets.UTF_8);
    byte[] keyBytes = idempotencyKey.getBytes(StandardCharsets.UTF_8);
    return index -> {
      ByteBuffer text = ByteBuffer.allocate(projectBytes.length + keyBytes.length + 12);
      text.putInt(projectBytes.length).put(projectBytes).putInt(keyBytes.length).put(keyBytes);
      ByteBuffer hash = ByteBuffer.wrap(sha256(text.putInt(index).array()));
      long high = (hash.getLong() & ~0xF000L) | 0x8000L;
      long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
      return new UUID(high, low).toString();
    };
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Holds the generator, which reads the machine's randomness when it is made. */
  final class Fresh {
    private static final NoArgGenerator GENERATOR = Generators.timeBasedEpochRandomGenerator();

    private Fresh() {}
  }
}
