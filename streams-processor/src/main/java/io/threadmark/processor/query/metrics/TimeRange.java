package io.threadmark.processor.query.metrics;

import io.threadmark.processor.rollup.rows.Granularity;
import io.threadmark.schema.state.RollupFloors;
import io.threadmark.schema.state.WindowRange;
import java.util.ArrayList;
import java.util.List;

/**
 * A range of time, cut into windows that are kept. Where an end of it lies inside the smallest
 * window that is kept there, the range is widened by the rest of that window. What lies before the
 * first window of any kind is gone.
 *
 * @param after the start, microseconds since 1970-01-01T00:00:00Z
 * @param before the end, which is not part of it
 * @param widened whether it is longer than what was asked for
 * @param expired whether it begins later than what was asked for, because nothing older is kept
 * @param windows the windows, in time
 */
public record TimeRange(
    long after, long before, boolean widened, boolean expired, List<WindowRange> windows) {

  /** No end. */
  public static final long OPEN = Long.MAX_VALUE;

  /**
   * Cuts a range into as few windows as can be, of all lengths.
   *
   * @param after the start; {@link Long#MIN_VALUE} for all that is kept
   * @param before the end, later than the start; {@link #OPEN} for none
   */
  public static TimeRange cut(long after, long before, RollupFloors floors) {
    long from = after < floors.getDay() ? floors.getDay() : start(after, floors);
    if (before <= from) {
      return gone(after, from);
    }
    long to = before == OPEN ? OPEN : end(from, before, floors);
    List<WindowRange> windows = new ArrayList<>();
    cut(windows, Granularity.DAY, from, to);
    return new TimeRange(from, to, from < after || to > before, isExpired(after, from), windows);
  }

  /** Windows of one length alone. */
  public static TimeRange of(
      Granularity granularity, long after, long before, RollupFloors floors) {
    long floor = granularity.floor(floors);
    long from = after < floor ? floor : granularity.windowOf(after);
    if (before <= from) {
      return gone(after, from);
    }
    long to = before == OPEN ? OPEN : granularity.windowFrom(before);
    return new TimeRange(
        from,
        to,
        from < after || to > before,
        isExpired(after, from),
        List.of(new WindowRange(granularity.word(), from, to)));
  }

  /** Where all ends before the first window that is kept, there is nothing, at that window. */
  private static TimeRange gone(long after, long first) {
    return new TimeRange(first, first, false, isExpired(after, first), List.of());
  }

  /** Whoever asks for all that is kept gets it. */
  private static boolean isExpired(long after, long from) {
    return after < from && after != Long.MIN_VALUE;
  }

  /** The start of the smallest window that is kept there. */
  private static long start(long time, RollupFloors floors) {
    long start = Granularity.MINUTE.windowOf(time);
    if (!isWhole(Granularity.HOUR, start) && start < floors.getMinute()) {
      start = Granularity.HOUR.windowOf(start);
    }
    long hours = Granularity.HOUR.windowFrom(start);
    return isWhole(Granularity.DAY, hours) || hours >= floors.getHour()
        ? start
        : Granularity.DAY.windowOf(start);
  }

  /** The end of the smallest window that is kept there. */
  private static long end(long from, long time, RollupFloors floors) {
    long end = Granularity.MINUTE.windowFrom(time);
    long minutes = Math.max(from, Granularity.HOUR.windowOf(end));
    if (!isWhole(Granularity.HOUR, end) && minutes < floors.getMinute()) {
      end = Granularity.HOUR.windowFrom(end);
    }
    long hours = Math.max(Granularity.HOUR.windowFrom(from), Granularity.DAY.windowOf(end));
    boolean needsHours = hours < Granularity.HOUR.windowOf(end);
    return needsHours && hours < floors.getHour() ? Granularity.DAY.windowFrom(end) : end;
  }

  private static boolean isWhole(Granularity granularity, long time) {
    return granularity.windowOf(time) == time;
  }

  private static void cut(List<WindowRange> windows, Granularity granularity, long from, long to) {
    if (from >= to) {
      return;
    }
    if (granularity == Granularity.MINUTE) {
      windows.add(new WindowRange(granularity.word(), from, to));
      return;
    }
    Granularity narrower = granularity == Granularity.DAY ? Granularity.HOUR : Granularity.MINUTE;
    long first = granularity.windowFrom(from);
    long last = to == OPEN ? OPEN : granularity.windowOf(to);
    if (first < last) {
      cut(windows, narrower, from, first);
      windows.add(new WindowRange(granularity.word(), first, last));
      cut(windows, narrower, last, to);
    } else {
      cut(windows, narrower, from, to);
    }
  }
}
