package io.threadmark.processor.runtime;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces stream threads that die, and counts them. Some deaths are no fault of ours, such as a
 * commit that meets the coordinator's own abort (KAFKA-20785); a count that keeps rising is one.
 */
public final class ThreadDeaths implements StreamsUncaughtExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadDeaths.class);

  /**
   * The newest death.
   *
   * @param cause the class of the exception at the bottom
   */
  public record Death(String cause, Instant at) {}

  private final Clock clock;
  private final Counter replaced;
  private volatile Death newest;

  ThreadDeaths(MeterRegistry metrics, Clock clock) {
    this.clock = clock;
    this.replaced =
        Counter.builder("threadmark.processor.stream.threads.replaced")
            .description("Stream threads that died and were replaced")
            .register(metrics);
  }

  @Override
  public StreamThreadExceptionResponse handle(Throwable failure) {
    LOG.error("a stream thread died and is replaced", failure);
    newest = new Death(root(failure).getClass().getSimpleName(), clock.instant());
    replaced.increment();
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  /** How many have died since this process began. */
  public long count() {
    return (long) replaced.count();
  }

  /** The newest; null where none has died. */
  public Death newest() {
    return newest;
  }

  private static Throwable root(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
