package io.threadmark.processor.store;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When a turn of work has taken long enough. Whoever works asks after each part, so a turn is over
 * by no more than one part, and takes at least one.
 *
 * @param nanos a clock that only rises, such as {@link System#nanoTime}
 * @param at when the time is over, by that clock
 */
public record Deadline(LongSupplier nanos, long at) {
  /** No end. */
  public static final Deadline NONE = new Deadline(() -> 0, Long.MAX_VALUE);

  /** A time from now, by the clock of the machine. */
  public static Deadline in(Duration time) {
    return in(time, System::nanoTime);
  }

  public static Deadline in(Duration time, LongSupplier nanos) {
    return new Deadline(nanos, nanos.getAsLong() + time.toNanos());
  }

  public boolean isOver() {
    return nanos.getAsLong() - at >= 0;
  }
}
