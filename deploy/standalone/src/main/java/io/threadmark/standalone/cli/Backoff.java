package io.threadmark.standalone.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses between tries that grow, for so long as there is patience. */
public final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final long deadline;
  private Duration next = FIRST;

  public Backoff(Duration patience) {
    this.deadline = System.nanoTime() + patience.toNanos();
  }

  /**
   * Pauses before the next try, at least as long as the server asks for.
   *
   * @param retryAfter the server's {@code Retry-After} in seconds, if it sent one
   * @return false, at once, where the pause would outlast the patience
   */
  public boolean pause(Optional<String> retryAfter) throws InterruptedException {
    // Clients that failed together should not come back together.
    long jittered = (long) (next.toMillis() * ThreadLocalRandom.current().nextDouble(0.5, 1));
    long millis = Math.max(jittered, retryAfter.map(Backoff::seconds).orElse(0L) * 1000);
    if (System.nanoTime() + Duration.ofMillis(millis).toNanos() > deadline) {
      return false;
    }
    Thread.sleep(millis);
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    return true;
  }

  private static long seconds(String retryAfter) {
    try {
      return Math.max(0, Math.min(3600, Long.parseLong(retryAfter.strip())));
    } catch (NumberFormatException e) {
      return 0; // a date, which no server of ours sends
    }
  }
}
