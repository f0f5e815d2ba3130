package io.threadmark.standalone.dev;

import io.threadmark.standalone.cli.Console;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What has been started, to be stopped in the opposite order. */
final class Running {
  private final Console console;
  private final Deque<Part> parts = new ArrayDeque<>();
  private boolean stopping;

  Running(Console console) {
    this.console = console;
  }

  private record Part(String name, Duration patience, AutoCloseable closer) {}

  /**
   * Takes charge of a part.
   *
   * @param patience how long it may take to stop before the next one is stopped
   * @throws IllegalStateException where everything is being stopped; the part is stopped then, too
   */
  void add(String name, Duration patience, AutoCloseable closer) {
    Part part = new Part(name, patience, closer);
    synchronized (this) {
      if (!stopping) {
        parts.push(part);
        return;
      }
    }
    stop(part);
    throw new IllegalStateException("stopping");
  }

  /** Whether {@link #stop()} was called: what ends from then on does so because we want it to. */
  synchronized boolean stopping() {
    return stopping;
  }

  /** Stops everything, newest first. Returns when all is stopped, or has run out of patience. */
  void stop() {
    Deque<Part> all;
    synchronized (this) {
      if (stopping) {
        return;
      }
      stopping = true;
      all = new ArrayDeque<>(parts);
    }
    all.forEach(this::stop);
  }

  private void stop(Part part) {
    CountDownLatch stopped = new CountDownLatch(1);
    Thread closing =
        new Thread(
            () -> {
              close(part);
              stopped.countDown();
            },
            "stop-" + part.name());
    closing.setDaemon(true);
    closing.start();
    try {
      if (!stopped.await(part.patience().toMillis(), TimeUnit.MILLISECONDS)) {
        console.line("The %s does not stop; going on without it.".formatted(part.name()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void close(Part part) {
    try {
      part.closer().close();
    } catch (Exception e) {
      console.line("The %s did not stop in order: %s".formatted(part.name(), e));
    }
  }
}
