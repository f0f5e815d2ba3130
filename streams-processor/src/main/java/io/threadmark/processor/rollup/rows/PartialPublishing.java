package io.threadmark.processor.rollup.rows;

import io.threadmark.processor.store.RowKey;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Rollup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/** Sends the totals of a partition that changed, whole, some at a time. */
public final class PartialPublishing {
  private static final byte[] FIRST = Partials.CHANGED;
  private static final byte[] END = RowKey.behind(FIRST);

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
   * @param deadline when to stop, by {@code nanos}
   */
  public void turn(int most, LongSupplier nanos, long deadline, Receiver receiver) {
    List<byte[]> changed = new ArrayList<>();
    rows.scan(
        next,
        END,
        Rows.Direction.FORWARD,
        (key, nothing) -> {
          changed.add(key);
          return changed.size() < most;
        });
    // Each turn goes on where the last one ended: a scan from the start would pass all that was
    // deleted there.
    next = changed.size() < most ? FIRST : RowKey.after(changed.get(changed.size() - 1));
    for (byte[] mark : changed) {
      byte[] key = Arrays.copyOfRange(mark, FIRST.length, mark.length);
      PartialKey named = PartialKey.read(key);
      receiver.changed(named, Rollups.of(named, rows.get(key)));
      rows.delete(mark);
      if (nanos.getAsLong() - deadline > 0) {
        next = RowKey.after(mark);
        return;
      }
    }
  }
}
