package io.threadmark.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Waits for a condition, as long as it takes within a generous bound. A condition that throws does
 * not hold yet; one that throws an {@link AssertionError} never will.
 */
public final class Await {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long LONGEST_PAUSE_MS = 50;

  private Await() {}

  /** Waits until it holds. */
  public static void until(String what, Callable<Boolean> condition) {
    until(PATIENCE, what, condition);
  }

  /** Waits likewise, with another bound. */
  public static void until(Duration patience, String what, Callable<Boolean> condition) {
    untilPresent(patience, what, () -> condition.call() ? Boolean.TRUE : null);
  }

  /** Waits likewise; where it is in vain, an assertion tells what is wrong. */
  public static void until(String what, Callable<Boolean> condition, Runnable assertion) {
    try {
      until(what, condition);
    } catch (AssertionError inVain) {
      assertion.run();
      throw inVain;
    }
  }

  /** Waits until much is done, however long that takes, as long as there is more and more of it. */
  public static void untilReached(String what, long goal, Callable<Long> done) {
    long[] last = {Long.MIN_VALUE};
    while (last[0] != goal) {
      long before = last[0];
      last[0] =
          untilPresent(
              what + ", of which there are " + before + " of " + goal,
              () -> {
                long now = done.call();
                return now == before ? null : now;
              });
    }
  }

  /** The first value that is not null. */
  public static <T> T untilPresent(String what, Callable<T> value) {
    return untilPresent(PATIENCE, what, value);
  }

  private static <T> T untilPresent(Duration patience, String what, Callable<T> value) {
    long deadline = System.nanoTime() + patience.toNanos();
    long pauseMs = 1; // most of what unit tests wait for is there at once
    Exception last = null;
    while (System.nanoTime() - deadline < 0) {
      try {
        T found = value.call();
        if (found != null) {
          return found;
        }
      } catch (Exception e) {
        last = e;
      }
      pause(pauseMs, what);
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    }
    String reason = last == null ? "" : "; at last " + last;
    throw new AssertionError("waited in vain: " + what + reason, last);
  }

  private static void pause(long millis, String what) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while it waited: " + what, e);
    }
  }
}
