package io.threadmark.gateway.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the gateway can take events. Checks run in a thread of their own: often until all is well
 * for the first time, then now and again.
 */
public final class Readiness implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
  private static final Duration FIRST_RETRY = Duration.ofMillis(200);
  private static final Duration LAST_RETRY = Duration.ofSeconds(5);
  private static final Duration PERIOD = Duration.ofSeconds(10);

  private final List<Check> checks;
  private final ScheduledExecutorService checking =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "gateway-readiness");
            thread.setDaemon(true);
            return thread;
          });

  private volatile List<String> problems = List.of("starting");
  private volatile boolean primed;
  private volatile boolean closing;
  private Duration retry = FIRST_RETRY;

  public Readiness(List<Check> checks) {
    this.checks = List.copyOf(checks);
  }

  /** Begins to check. */
  public void start() {
    checking.execute(this::checkAndGoOn);
  }

  /** What keeps the gateway from being ready, a sentence each; empty where it is. */
  public List<String> problems() {
    return closing ? List.of("shutting down") : problems;
  }

  /**
   * Whether all was well once, so that everything that must be known is known. Events are taken
   * from then on, also while a check fails: Kafka itself decides whether they become durable.
   */
  public boolean primed() {
    return primed;
  }

  /** Says from now on that the gateway is not ready. */
  public void closing() {
    closing = true;
  }

  @Override
  public void close() {
    closing = true;
    checking.shutdownNow();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the task ends in no result
  private void checkAndGoOn() {
    List<String> found = check();
    if (Thread.currentThread().isInterrupted()) {
      return;
    }
    report(found);
    problems = found;
    primed |= found.isEmpty();
    Duration pause = found.isEmpty() ? PERIOD : retry;
    retry = found.isEmpty() ? FIRST_RETRY : shorter(retry.multipliedBy(2), LAST_RETRY);
    if (!closing) {
      checking.schedule(this::checkAndGoOn, pause.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private List<String> check() {
    List<String> found = new ArrayList<>();
    for (Check check : checks) {
      try {
        found.addAll(check.problems());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        LOG.error("A check failed", e);
        found.add(check.getClass().getSimpleName() + " failed: " + e);
      }
    }
    return List.copyOf(found);
  }

  private void report(List<String> found) {
    if (!found.equals(problems)) {
      if (found.isEmpty()) {
        LOG.info("Ready");
      } else {
        LOG.warn("Not ready: {}", String.join("; ", found));
      }
    }
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
