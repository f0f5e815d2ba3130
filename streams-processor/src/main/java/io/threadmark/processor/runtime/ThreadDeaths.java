package io.threadmark.processor.runtime;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.threadmark.processor.stage.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces stream threads that die, and counts them. Some deaths are no fault of ours, such as a
 * commit that meets the coordinator's own abort (KAFKA-20785); a count that keeps rising is one.
 *
 * <p>Each death costs the whole group a rebalance, so what dies again and again dies more and more
 * seldom. The dying thread itself waits before it makes room: until then its partitions stay where
 * they are, and its stores can be asked. Only time without a death says that replacing helped, as a
 * thread that is to die commits the work of its other tasks meanwhile.
 */
public final class ThreadDeaths implements StreamsUncaughtExceptionHandler, AutoCloseable {
  /**
   * The longest wait, together with that of a record for the registry, is below {@code
   * transaction.timeout.ms}: until its end, nobody reads behind the dead thread's transaction.
   */
  static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(20));

  /** Longer than what dies again and again takes to do so. */
  static final Duration QUIET = Duration.ofMinutes(3);

  private static final Logger LOG = LoggerFactory.getLogger(ThreadDeaths.class);

  /**
   * The newest death.
   *
   * @param cause the class of the exception at the bottom
   * @param pause how long the thread waited before it was replaced
   */
  public record Death(String cause, Instant at, Duration pause) {}

  private final Clock clock;
  private final Backoff backoff;
  private final Counter replaced;
  private Death newest;
  private int inARow;
  private boolean closed;

  ThreadDeaths(MeterRegistry metrics, Clock clock) {
    this(metrics, clock, BACKOFF);
  }

  ThreadDeaths(MeterRegistry metrics, Clock clock, Backoff backoff) {
    this.clock = clock;
    this.backoff = backoff;
    this.replaced =
        Counter.builder("threadmark.processor.stream.threads.replaced")
            .description("Stream threads that died and were replaced")
            .register(metrics);
  }

  @Override
  public StreamThreadExceptionResponse handle(Throwable failure) {
    Duration pause = died(root(failure).getClass().getSimpleName());
    LOG.error("a stream thread died and is replaced in {} ms", pause.toMillis(), failure);
    replaced.increment();
    await(pause);
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  /** How many have died since this process began. */
  public long count() {
    return (long) replaced.count();
  }

  /** The newest; null where none has died. */
  public synchronized Death newest() {
    return newest;
  }

  /** Lets nobody wait any more. */
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  private synchronized Duration died(String cause) {
    Instant now = clock.instant();
    boolean quiet = newest == null || newest.at.plus(newest.pause).plus(QUIET).isBefore(now);
    inARow = quiet ? 1 : inARow + 1;
    newest = new Death(cause, now, backoff.after(inARow));
    return newest.pause;
  }

  private synchronized void await(Duration pause) {
    long end = System.nanoTime() + pause.toNanos();
    try {
      for (long left = pause.toMillis(); left > 0 && !closed; ) {
        wait(left);
        left = Duration.ofNanos(end - System.nanoTime()).toMillis();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Throwable root(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
