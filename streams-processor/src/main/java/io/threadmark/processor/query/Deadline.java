package io.threadmark.processor.query;

import java.time.Duration;

/**
 * When the answer to a request comes too late. All that is done for the request goes by it: the
 * line before a pool, each row of a scan, each call to another instance.
 *
 * @param nanos of {@link System#nanoTime()}
 */
record Deadline(long nanos) {
  /** Tells another instance how long the one who asks still waits, in milliseconds. */
  static final String HEADER = "X-Threadmark-Within-Ms";

  /** So far away that it is never over. */
  static final Deadline NEVER = in(Duration.ofDays(36_500));

  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  boolean isOver() {
    return System.nanoTime() - nanos >= 0;
  }

  /** At least 1, so that it can be given to a timer. */
  long remainingMs() {
    return Math.max(1, (nanos - System.nanoTime()) / 1_000_000);
  }

  /**
   * Ends what nobody waits for any longer.
   *
   * @throws OutOfTimeException where it is over
   */
  void check() {
    if (isOver()) {
      throw new OutOfTimeException("the query took too long");
    }
  }

  /** This one, or a time from now where that is sooner. */
  Deadline atMost(Duration time) {
    Deadline other = in(time);
    return other.nanos - nanos < 0 ? other : this;
  }
}
