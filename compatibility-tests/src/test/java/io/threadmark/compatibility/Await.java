package io.threadmark.compatibility;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for a condition, as long as it takes within a generous bound. */
final class Await {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long PAUSE_MS = 50;

  private Await() {}

  static void until(String what, Callable<Boolean> condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Throwable last = null;
    while (System.nanoTime() - deadline < 0) {
      try {
        if (condition.call()) {
          return;
        }
        Thread.sleep(PAUSE_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      } catch (Exception | AssertionError e) {
        last = e; // such as an answer that is another for now
      }
    }
    throw new AssertionError("waited in vain: " + what, last);
  }
}
