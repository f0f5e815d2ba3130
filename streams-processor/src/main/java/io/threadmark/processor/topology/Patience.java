package io.threadmark.processor.topology;

import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks again while the registry is away. The record is not to blame, so the stage waits with it; it
 * gives up before the transaction would, and the thread that replaces this one goes on waiting.
 */
final class Patience {
  /** Below {@code transaction.timeout.ms} of the application. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

  private Patience() {}

  static <T> T with(Supplier<T> call) {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    for (Duration pause = FIRST_PAUSE; ; pause = longer(pause)) {
      try {
        return call.get();
      } catch (RetriableException e) {
        if (System.nanoTime() - deadline >= 0) {
          throw e;
        }
        LOG.warn("waiting: {}", e.getMessage());
        sleep(pause, e);
      }
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  private static void sleep(Duration pause, RetriableException cause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cause;
    }
  }
}
