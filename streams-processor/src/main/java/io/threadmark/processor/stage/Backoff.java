package io.threadmark.processor.stage;

import java.time.Duration;

/**
 * How long to wait before what failed is tried again: twice as long after each failure.
 *
 * @param first the wait after the first failure
 * @param longest no wait is longer
 */
public record Backoff(Duration first, Duration longest) {
  private static final int MOST_DOUBLINGS = 30;

  /** The wait after so many failures in a row; none after none. */
  public Duration after(int failures) {
    if (failures < 1) {
      return Duration.ZERO;
    }
    Duration wait = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    return wait.compareTo(longest) < 0 ? wait : longest;
  }
}
