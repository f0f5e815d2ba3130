package io.threadmark.standalone.deadletters;

import io.threadmark.standalone.cli.Console;
import io.threadmark.standalone.cli.Ticker;
import java.time.Duration;

/**
 * Shows now and then how far a long read is. It is told by the thread that reads, so that whatever
 * else that thread prints does not meet a line that is drawn at the same time.
 */
final class ReadingProgress {
  private final Console console;
  private final Duration pause;
  private long lastShown = System.nanoTime();

  ReadingProgress(Console console) {
    this.console = console;
    this.pause = console.terminal() ? Ticker.REDRAW : Ticker.NEW_LINE;
  }

  void show(long read, long all) {
    long now = System.nanoTime();
    if (now - lastShown > pause.toNanos()) {
      lastShown = now;
      console.redraw("%,d of %,d records read".formatted(read, all));
    }
  }

  /** Takes the line away, so that others can be printed. */
  void clear() {
    console.eraseLine();
  }
}
