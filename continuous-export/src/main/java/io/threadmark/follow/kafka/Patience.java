package io.threadmark.follow.kafka;

import io.threadmark.follow.kafka.RecordReader.RegistryAwayException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does something again and again while what it needs is away (Kafka, the registry, the storage),
 * and tells meanwhile why nothing goes on.
 */
final class Patience {
  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile String problem;

  /** Something that may fail for a while. */
  @FunctionalInterface
  interface Attempt<T> {
    T run() throws IOException;
  }

  /** It is to stop, and what was tried is not done. */
  static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoppedException(Throwable cause) {
      super("stopped while it waited: " + (cause == null ? "" : cause.getMessage()), cause);
    }
  }

  /** Why nothing goes on; null where it does. */
  String problem() {
    return problem;
  }

  boolean isStopping() {
    return stopping.getCount() == 0;
  }

  /** What is tried is tried no longer. */
  void stop() {
    stopping.countDown();
  }

  /**
   * Tries until it succeeds.
   *
   * @throws StoppedException where it is told to stop before
   */
  <T> T until(Attempt<T> attempt) {
    Duration pause = FIRST_PAUSE;
    while (true) {
      Exception failure;
      try {
        T result = attempt.run();
        recovered();
        return result;
      } catch (WakeupException | InterruptException e) {
        throw new StoppedException(e);
      } catch (OffsetOutOfRangeException e) {
        throw e;
      } catch (IOException | KafkaException | RegistryAwayException e) {
        failure = e;
      }
      waitBecause(failure, pause);
      Duration doubled = pause.multipliedBy(2);
      pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
  }

  private void recovered() {
    if (problem != null) {
      LOG.info("going on");
      problem = null;
    }
  }

  private void waitBecause(Exception failure, Duration pause) {
    String reason = failure.getMessage();
    if (!String.valueOf(reason).equals(problem)) {
      problem = String.valueOf(reason);
      LOG.warn("waiting: {}", problem);
    }
    try {
      if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new StoppedException(failure);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoppedException(e);
    }
  }
}
