package io.threadmark.processor.rollup.rows;

import io.threadmark.processor.store.RowCodec;
import io.threadmark.processor.store.RowKey;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.state.ChangesRow;
import io.threadmark.schema.state.CountedChange;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes that are not in the totals yet, in the order in which they came. A change goes into some
 * dozens of totals, and all that come at a time go into much the same ones: so each is written down
 * once, and many are taken together. A row is the least that is taken: what changes together is
 * spread over as many rows as its bytes need.
 */
public final class ChangeQueue {
  private static final RowCodec<ChangesRow> ROWS = new RowCodec<>(ChangesRow.class);
  private static final char SECTION = 'q';

  /** Bytes of a row, but for a single change that has more. */
  static final int MOST_ROW_BYTES = 64 * 1024;

  private static final byte[] FIRST = prefix().bytes();
  private static final byte[] END = RowKey.behind(FIRST);

  private final Rows.Mutable rows;
  private long number;
  private byte[] next = FIRST;

  /**
   * @param rows the rows of the totals
   * @param nowMicros the clock, microseconds since 1970-01-01T00:00:00Z. Numbers begin with it, so
   *     that they rise even where all before them are gone.
   */
  public ChangeQueue(Rows.Mutable rows, long nowMicros) {
    this.rows = rows;
    this.number = Math.max(nowMicros, newest(rows) + 1);
  }

  /** Takes changes. */
  interface Taker {
    /** Returns whether to go on. */
    boolean take(String project, List<CountedChange> changes);
  }

  public void add(String project, List<CountedChange> changes) {
    if (changes.isEmpty()) {
      return;
    }
    byte[] row = ROWS.write(new ChangesRow(project, changes));
    if (row.length > MOST_ROW_BYTES && changes.size() > 1) {
      int half = changes.size() / 2;
      add(project, changes.subList(0, half));
      add(project, changes.subList(half, changes.size()));
    } else {
      rows.put(prefix().time(number++).bytes(), row);
    }
  }

  /**
   * Takes the changes that came first.
   *
   * @param most rows to take at most
   * @param mostBytes how many bytes of rows to take at most; one row is always taken
   * @return how many were taken
   */
  int take(int most, long mostBytes, Taker taker) {
    List<byte[]> taken = new ArrayList<>();
    long[] bytes = {0};
    rows.scan(
        next,
        END,
        Rows.Direction.FORWARD,
        (key, value) -> {
          ChangesRow row = ROWS.read(value);
          taken.add(key);
          bytes[0] += value.length;
          return taker.take(row.getProjectId(), row.getChanges())
              && taken.size() < most
              && bytes[0] < mostBytes;
        });
    for (byte[] key : taken) {
      rows.delete(key);
      next = key; // the next turn passes none of what was deleted before
    }
    return taken.size();
  }

  /** The number of the newest change that is not in the totals; below all others for none. */
  public static long newest(Rows rows) {
    return first(rows, Rows.Direction.BACKWARD, Long.MIN_VALUE);
  }

  /** The number of the oldest change that is not in the totals; above all others for none. */
  public static long oldest(Rows rows) {
    return first(rows, Rows.Direction.FORWARD, Long.MAX_VALUE);
  }

  private static long first(Rows rows, Rows.Direction direction, long none) {
    long[] found = {none};
    rows.scan(
        FIRST,
        END,
        direction,
        (key, value) -> {
          found[0] = RowKey.timeAt(key, FIRST.length);
          return false;
        });
    return found[0];
  }

  private static RowKey prefix() {
    return RowKey.work().section(SECTION);
  }
}
