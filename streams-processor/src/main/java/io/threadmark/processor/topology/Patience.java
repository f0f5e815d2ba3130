package io.threadmark.processor.topology;

import io.threadmark.schema.registry.RegistryFailure;
import java.time.Duration;
import java.util.function.Supplier;
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
      } catch (RuntimeException e) {
        if (RegistryFailure.of(e) != RegistryFailure.AWAY || System.nanoTime() - deadline >= 0) {
          throw e;
        }
        LOG.warn("waiting: {}", reason(e));
        sleep(pause, e);
      }
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  /** What a serializer says, and what the registry's client said to it. */
  private static String reason(RuntimeException failure) {
    Throwable cause = failure.getCause();
    return cause == null ? failure.getMessage() : failure.getMessage() + ": " + cause.getMessage();
  }

  private static void sleep(Duration pause, RuntimeException cause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cause;
    }
  }
}
