package io.threadmark.schema;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as the rows keep them: microseconds since 1970-01-01T00:00:00Z. */
public final class Micros {
  private static final long PER_SECOND = 1_000_000;

  private Micros() {}

  /** Microseconds of an instant, cut to whole ones. */
  public static long of(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), PER_SECOND), instant.getNano() / 1_000);
  }

  /** The instant of a count of microseconds. */
  public static Instant toInstant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
