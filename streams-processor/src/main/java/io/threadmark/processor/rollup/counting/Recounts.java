package io.threadmark.processor.rollup.counting;

import io.threadmark.processor.store.RowCodec;
import io.threadmark.processor.store.RowKey;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.state.ContributionRow;
import io.threadmark.schema.state.RecountRow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Things of threads that are to be counted anew because what they count under has changed: rows of
 * a thread from one key to another, in bounded steps, the first at once. What is left to do is a
 * row of its own.
 */
final class Recounts {
  private static final RowCodec<RecountRow> ROWS = new RowCodec<>(RecountRow.class);
  private static final byte[] FIRST = RowKey.work().bytes();

  /** Something that is to be counted anew, and what it has added. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Thing(byte[] key, ContributionRow row) {}

  /** Counts anew. */
  interface Counter {
    void countAnew(byte[] threadKey, List<Thing> things);
  }

  private final Rows.Mutable contributions;
  private final int rowsAtOnce;
  private final Counter counter;

  /**
   * @param rowsAtOnce rows that one step counts anew
   */
  Recounts(Rows.Mutable contributions, int rowsAtOnce, Counter counter) {
    this.contributions = contributions;
    this.rowsAtOnce = rowsAtOnce;
    this.counter = counter;
  }

  /** Takes the first step over some rows of a thread; the end is not among them. */
  void begin(byte[] threadKey, byte[] from, byte[] end) {
    step(threadKey, RowKey.work().raw(threadKey).raw(from).bytes(), from, end);
  }

  /**
   * Takes the next step of what is left.
   *
   * @return whether there was anything
   */
  boolean step() {
    byte[][] found = {null, null};
    contributions.scan(
        FIRST,
        RowKey.behind(FIRST),
        Rows.Direction.FORWARD,
        (key, value) -> {
          found[0] = key;
          found[1] = value;
          return false;
        });
    if (found[0] == null) {
      return false;
    }
    RecountRow row = ROWS.read(found[1]);
    byte[] threadKey = RowKey.textAt(found[0], FIRST.length).getBytes(StandardCharsets.UTF_8);
    step(threadKey, found[0], row.getNext().array(), row.getEnd().array());
    return true;
  }

  /** Leaves the things of a thread as they were counted. */
  void drop(byte[] threadKey) {
    byte[] work = RowKey.work().raw(threadKey).bytes();
    List<byte[]> left = new ArrayList<>();
    contributions.scan(
        work,
        RowKey.behind(work),
        Rows.Direction.FORWARD,
        (key, value) -> {
          left.add(key);
          return true;
        });
    left.forEach(contributions::delete);
  }

  private void step(byte[] threadKey, byte[] work, byte[] from, byte[] end) {
    List<Thing> found = new ArrayList<>();
    contributions.scan(
        from,
        end,
        Rows.Direction.FORWARD,
        (key, value) -> {
          found.add(new Thing(key, ThreadContributions.ROWS.read(value)));
          return found.size() < rowsAtOnce;
        });
    if (!found.isEmpty()) {
      counter.countAnew(threadKey, found);
    }
    if (found.size() < rowsAtOnce) {
      done(work);
    } else {
      byte[] next = RowKey.after(found.get(found.size() - 1).key);
      contributions.put(
          work, ROWS.write(new RecountRow(ByteBuffer.wrap(next), ByteBuffer.wrap(end))));
    }
  }

  /** Mostly there is no row, as the first step was the last: what is deleted costs every scan. */
  private void done(byte[] work) {
    if (contributions.get(work) != null) {
      contributions.delete(work);
    }
  }
}
