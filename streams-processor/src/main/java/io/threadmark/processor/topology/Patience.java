package io.threadmark.processor.topology;

import io.threadmark.processor.stage.Backoff;
import io.threadmark.schema.registry.RegistryFailure;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks again while the registry is away, or refuses. The record is not to blame, so the stage waits
 * with it; it gives up before the transaction would, and the thread that replaces this one goes on
 * waiting. A refusal is for people to mend, and until then a thread that died of each would make
 * the group do nothing but rebalance.
 */
final class Patience {
  /** Below {@code transaction.timeout.ms} of the application. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private static final Backoff PAUSES = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));
  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

  private Patience() {}

  static <T> T with(Supplier<T> call) {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    for (int failures = 1; ; failures++) {
      try {
        return call.get();
      } catch (RuntimeException e) {
        if (isOfTheRecord(e) || System.nanoTime() - deadline >= 0) {
          throw e;
        }
        LOG.warn("waiting: {}", reason(e));
        sleep(PAUSES.after(failures), e);
      }
    }
  }

  private static boolean isOfTheRecord(RuntimeException failure) {
    return switch (RegistryFailure.of(failure)) {
      case AWAY, REFUSES -> false;
      case UNKNOWN_SCHEMA, OF_THE_RECORD -> true;
    };
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
