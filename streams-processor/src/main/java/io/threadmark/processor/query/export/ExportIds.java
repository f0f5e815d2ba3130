package io.threadmark.processor.query.export;

import io.threadmark.dataset.json.TextHash;
import io.threadmark.processor.query.http.RequestProblem;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/** Names exports. */
final class ExportIds {
  private static final int MOST_KEY = 256;
  private static final SecureRandom RANDOM = new SecureRandom();

  private ExportIds() {}

  /** A new id: a UUID of version 7, which sorts by when it was made. */
  static String fresh(Clock clock) {
    long high = clock.millis() << 16 | RANDOM.nextInt(1 << 12);
    return uuid(high, RANDOM.nextLong(), 7);
  }

  /**
   * The id that follows from an idempotency key, so that a request that comes again is the same
   * export: a UUID of version 8.
   */
  static String following(String project, String idempotencyKey) {
    if (idempotencyKey.isEmpty() || idempotencyKey.length() > MOST_KEY) {
      throw RequestProblem.invalid("Idempotency-Key", "must have 1 to " + MOST_KEY + " characters");
    }
    ByteBuffer digest =
        ByteBuffer.wrap(
            TextHash.sha256("export\n" + project.length() + "\n" + project + idempotencyKey));
    return uuid(digest.getLong(), digest.getLong(), 8);
  }

  private static String uuid(long high, long low, int version) {
    return new UUID(
            high & ~0xF000L | (long) version << 12, low & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L)
        .toString();
  }
}
