package io.threadmark.processor.cluster;

import java.time.Duration;

/**
 * When the answer to a request comes too late. All that is done for the request goes by it: the
 * line before a pool, each row of a scan, each call to another instance.
 *
 * @param nanos of {@link System#nanoTime()}
 */
public record RequestDeadline(long nanos) {
  /** Tells another instance how long the one who asks still waits, in milliseconds. */
  public static final String HEADER = "X-Threadmark-Within-Ms";

  /** So far away that it is never over. */
  public static final RequestDeadline NEVER = in(Duration.ofDays(36_500));

  public static RequestDeadline in(Duration time) {
    return new RequestDeadline(System.nanoTime() + time.toNanos());
  }

  public boolean isOver() {
    return System.nanoTime() - nanos >= 0;
  }

  /** At least 1, so that it can be given to a timer. */
  public long remainingMs() {
    return Math.max(1, (nanos - System.nanoTime()) / 1_000_000);
  }

  /**
   * Ends what nobody waits for any longer.
   *
   * @throws OutOfTimeException where it is over
   */
  public void check() {
    if (isOver()) {
      throw new OutOfTimeException("the query took too long");
    }
  }

  /** This one, or a time from now where that is sooner. */
  RequestDeadline atMost(Duration time) {
    RequestDeadline other = in(time);
    return other.nanos - nanos < 0 ? other : this;
  }
}
