package io.threadmark.processor.rollup.rows;

import io.threadmark.processor.store.Deadline;
import io.threadmark.processor.store.RowKey;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Rollup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sends the totals of a partition that changed, whole, as many as there is time for. */
public final class PartialPublishing {
  private static final byte[] FIRST = Partials.CHANGED;
  private static final byte[] END = RowKey.behind(FIRST);

  /** Marks that are read at once. */
  private static final int AT_ONCE = 100;

  /** Bytes of totals that a turn sends; one is always sent. */
  private static final long MOST_BYTES = 8L * 1024 * 1024;

  /** Takes totals that changed; null where there are none any more. */
  public interface Receiver {
    void changed(PartialKey key, Rollup totals);
  }

  private final Rows.Mutable rows;
  private byte[] next = FIRST;

  public PartialPublishing(Rows.Mutable rows) {
    this.rows = rows;
  }

  /**
   * Sends what changed.
   *
   * @param most how many totals at most
   * @param deadline when to stop, behind the first
   */
  public void turn(int most, Deadline deadline, Receiver receiver) {
    int sent = 0;
    long bytes = 0;
    List<byte[]> marks;
    do {
      marks = marks();
      for (byte[] mark : marks) {
        bytes += publish(mark, receiver);
        // Each turn goes on where the last one ended: a scan from the start would pass all that was
        // deleted there.
        next = RowKey.after(mark);
        if (++sent >= most || bytes >= MOST_BYTES || deadline.isOver()) {
          return;
        }
      }
    } while (marks.size() == AT_ONCE);
    next = FIRST;
  }

  private List<byte[]> marks() {
    List<byte[]> found = new ArrayList<>();
    rows.scan(
        next,
        END,
        Rows.Direction.FORWARD,
        (key, nothing) -> {
          found.add(key);
          return found.size() < AT_ONCE;
        });
    return found;
  }

  /** Sends what a mark names; returns how many bytes that is. */
  private int publish(byte[] mark, Receiver receiver) {
    byte[] key = Arrays.copyOfRange(mark, FIRST.length, mark.length);
    byte[] row = rows.get(key);
    PartialKey named = PartialKey.read(key);
    receiver.changed(named, Rollups.of(named, row));
    rows.delete(mark);
    return mark.length + (row == null ? 0 : row.length);
  }
}
