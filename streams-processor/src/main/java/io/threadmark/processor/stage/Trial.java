package io.threadmark.processor.stage;

import java.time.Duration;
import java.time.Instant;

/** Something that failed and is tried again, after a longer wait each time. */
public final class Trial {
  public static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

  private int failures;
  private long firstMs;
  private long lastMs;

  /** Whether it may be tried; a clock that was put back makes nobody wait for it. */
  boolean isDue(long nowMs) {
    long waited = nowMs - lastMs;
    return waited < 0 || waited >= BACKOFF.after(failures).toMillis();
  }

  boolean hasFailed() {
    return failures > 0;
  }

  /** When it failed first since it last succeeded. */
  Instant since() {
    return Instant.ofEpochMilli(firstMs);
  }

  void failed(long nowMs) {
    if (failures == 0) {
      firstMs = nowMs;
    }
    failures++;
    lastMs = nowMs;
  }

  void succeeded() {
    failures = 0;
  }
}
