package io.threadmark.processor.model;

import java.time.Duration;

/**
 * How long what was said is kept, from the time of its newest word on.
 *
 * @param age zero for ever
 */
public record Retention(Duration age) {
  /** Nothing is ever too old. */
  public static final Retention FOREVER = new Retention(Duration.ZERO);

  /** Whether anything is ever too old. */
  public boolean ends() {
    return !age.isZero();
  }

  /**
   * Whether a newest word is too old to be kept.
   *
   * @param micros its time, microseconds since 1970-01-01T00:00:00Z
   * @param nowMs the clock, milliseconds since 1970-01-01T00:00:00Z
   */
  public boolean isOver(long micros, long nowMs) {
    return ends() && Math.floorDiv(micros, 1_000L) < nowMs - age.toMillis();
  }
}
