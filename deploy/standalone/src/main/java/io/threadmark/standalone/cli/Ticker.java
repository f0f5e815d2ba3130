package io.threadmark.standalone.cli;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Shows now and then how far something is: redrawn on a terminal, else a line every few seconds.
 */
public final class Ticker {
  public static final Duration REDRAW = Duration.ofMillis(200);
  public static final Duration NEW_LINE = Duration.ofSeconds(5);

  private final Console console;
  private final ScheduledExecutorService timer;

  private Ticker(Console console, ScheduledExecutorService timer) {
    this.console = console;
    this.timer = timer;
  }

  public static Ticker start(Console console, Supplier<String> text) {
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "ticker");
              thread.setDaemon(true);
              return thread;
            });
    long millis = (console.terminal() ? REDRAW : NEW_LINE).toMillis();
    ScheduledFuture<?> unused =
        timer.scheduleAtFixedRate(
            () -> console.redraw(text.get()), millis, millis, TimeUnit.MILLISECONDS);
    return new Ticker(console, timer);
  }

  public void stop() throws InterruptedException {
    timer.shutdown();
    timer.awaitTermination(1, TimeUnit.SECONDS);
    console.eraseLine();
  }
}
