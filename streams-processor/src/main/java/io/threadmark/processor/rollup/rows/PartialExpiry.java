package io.threadmark.processor.rollup.rows;

import io.threadmark.processor.store.Deadline;
import io.threadmark.processor.store.RowKey;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.project.Projects;
import io.threadmark.schema.state.RollupFloors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Lets go of windows that are too old. A pass goes over all values of dimensions, some at each
 * turn, and begins once a minute, as no window grows too old sooner. What still counts is passed by
 * with one look at each value, however many windows it has.
 *
 * <p>What bounds a turn is its time, and hardly ever its rows: how much is too old follows how much
 * was counted, and how many projects there are. It takes a small part of the time, and a greater
 * one as long as most of what it finds is too old.
 */
public final class PartialExpiry {
  /** How often a turn is to be taken. */
  public static final Duration INTERVAL = Duration.ofSeconds(1);

  private static final Duration SHARE = INTERVAL.dividedBy(20);
  private static final Duration SHARE_OF_A_BACKLOG = INTERVAL.dividedBy(10);

  /** Rows of a turn, so that its transaction stays small however fast the store is. */
  private static final int MOST = 20_000;

  /** Keys that are read at once. */
  private static final int AT_ONCE = 100;

  private static final byte[] FIRST = RowKey.behind(RowKey.work().bytes());
  private static final byte[] END = {(byte) 0xFF};

  private final Rows.Mutable rows;
  private final Partials partials;
  private final Projects projects;
  private final LongSupplier nanos;
  private byte[] next = FIRST;
  private long begun = Long.MIN_VALUE;
  private boolean isBacklog;

  /**
   * @param nanos a clock that only rises
   */
  public PartialExpiry(
      Rows.Mutable rows, Partials partials, Projects projects, LongSupplier nanos) {
    this.rows = rows;
    this.partials = partials;
    this.projects = projects;
    this.nanos = nanos;
  }

  /**
   * Takes a turn.
   *
   * @param nowMicros the clock, microseconds since 1970-01-01T00:00:00Z
   */
  public void turn(long nowMicros) {
    Duration share = isBacklog ? SHARE_OF_A_BACKLOG : SHARE;
    turn(MOST, nowMicros, Deadline.in(share, nanos));
  }

  /**
   * Takes a turn.
   *
   * @param most rows to look at
   */
  void turn(int most, long nowMicros, Deadline deadline) {
    if (next == FIRST && !begins(nowMicros)) {
      return;
    }
    Map<String, RollupFloors> floors = new HashMap<>();
    int seen = 0;
    int removed = 0;
    do {
      byte[] key = first(next);
      seen++;
      if (key == null) {
        next = FIRST;
        isBacklog = false;
        return;
      }
      if (Partials.isFloors(key)) {
        next = RowKey.after(key);
        continue;
      }
      PartialKey named = PartialKey.read(key);
      RollupFloors floor =
          floors.computeIfAbsent(
              named.project(), project -> partials.raiseFloors(projects.of(project), nowMicros));
      if (named.window() < named.granularity().floor(floor)) {
        int some = remove(key, named, floor, Math.min(AT_ONCE, most - seen + 1), deadline);
        seen += some - 1;
        removed += some;
      } else {
        next = RowKey.behind(ofValue(named).bytes());
      }
    } while (seen < most && !deadline.isOver());
    isBacklog = 2 * removed > seen;
  }

  private boolean begins(long nowMicros) {
    long minute = Granularity.MINUTE.windowFrom(nowMicros);
    boolean begins = minute != begun;
    begun = minute;
    return begins;
  }

  /** Removes windows of a value that are too old, from one of them on; returns how many. */
  private int remove(
      byte[] from, PartialKey named, RollupFloors floors, int most, Deadline deadline) {
    byte[] end = ofValue(named).time(named.granularity().floor(floors)).bytes();
    int removed = 0;
    for (byte[] key : keys(from, end, most)) {
      partials.expire(key);
      next = RowKey.after(key);
      removed++;
      if (deadline.isOver()) {
        break;
      }
    }
    return removed;
  }

  private static RowKey ofValue(PartialKey named) {
    return PartialKey.ofValue(
        named.project(), named.granularity(), named.dimension(), named.value());
  }

  private byte[] first(byte[] place) {
    List<byte[]> found = keys(place, END, 1);
    return found.isEmpty() ? null : found.get(0);
  }

  private List<byte[]> keys(byte[] from, byte[] end, int most) {
    List<byte[]> found = new ArrayList<>();
    rows.scan(
        from,
        end,
        Rows.Direction.FORWARD,
        (key, value) -> {
          found.add(key);
          return found.size() < most;
        });
    return found;
  }
}
