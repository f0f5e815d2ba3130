package io.threadmark.benchmark;

import java.time.Duration;
import java.util.Locale;

/** Tells on standard error how far something is, every few seconds. */
final class Progress {
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private long next = System.nanoTime() + PAUSE.toNanos();

  /** Says it, unless something was said a moment ago. */
  void tell(String format, Object... values) {
    if (System.nanoTime() >= next) {
      say(format, values);
      next = System.nanoTime() + PAUSE.toNanos();
    }
  }

  static void say(String format, Object... values) {
    System.err.println(String.format(Locale.ROOT, format, values));
  }
}
