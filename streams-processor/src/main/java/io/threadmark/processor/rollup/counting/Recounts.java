package io.threadmark.processor.rollup.counting;

import io.threadmark.processor.store.Deadline;
import io.threadmark.processor.store.RowCodec;
import io.threadmark.processor.store.RowKey;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.state.ContributionRow;
import io.threadmark.schema.state.RecountRow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Things of threads that are to be counted anew because what they count under has changed: rows of
 * a thread from one key to another, in steps that are bounded in rows, bytes and time, the first at
 * once. What is left to do is a row of its own.
 */
final class Recounts {
  private static final RowCodec<RecountRow> ROWS = new RowCodec<>(RecountRow.class);
  private static final byte[] FIRST = RowKey.work().bytes();

  /** Bytes of rows that one step reads, and that it writes. */
  static final long MOST_BYTES = 1024 * 1024;

  /** What the first step takes, amid the record that made it necessary. */
  private static final Duration FIRST_STEP = Duration.ofMillis(100);

  /** Something that is to be counted anew, and what it has added. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Thing(byte[] key, ContributionRow row) {}

  /** Counts anew. */
  interface Counter {
    /**
     * Counts the first of some things, one at least.
     *
     * @return how many were counted before the time was over, or the bytes were too many
     */
    int countAnew(byte[] threadKey, List<Thing> things, Deadline deadline);
  }

  private final Rows.Mutable contributions;
  private final int rowsAtOnce;
  private final LongSupplier nanos;
  private final Counter counter;

  /**
   * @param rowsAtOnce rows that one step counts anew
   * @param nanos a clock that only rises
   */
  Recounts(Rows.Mutable contributions, int rowsAtOnce, LongSupplier nanos, Counter counter) {
    this.contributions = contributions;
    this.rowsAtOnce = rowsAtOnce;
    this.nanos = nanos;
    this.counter = counter;
  }

  /** Takes the first step over some rows of a thread; the end is not among them. */
  void begin(byte[] threadKey, byte[] from, byte[] end) {
    byte[] work = RowKey.work().raw(threadKey).raw(from).bytes();
    step(threadKey, work, from, end, Deadline.in(FIRST_STEP, nanos));
  }

  /**
   * Takes the next step of what is left, of one thing at least.
   *
   * @return whether there was anything
   */
  boolean step(Deadline deadline) {
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
    step(threadKey, found[0], row.getNext().array(), row.getEnd().array(), deadline);
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

  private void step(byte[] threadKey, byte[] work, byte[] from, byte[] end, Deadline deadline) {
    List<Thing> found = new ArrayList<>();
    long[] bytes = {0};
    boolean[] isMore = {false};
    contributions.scan(
        from,
        end,
        Rows.Direction.FORWARD,
        (key, value) -> {
          found.add(new Thing(key, ThreadContributions.ROWS.read(value)));
          bytes[0] += value.length;
          isMore[0] = found.size() >= rowsAtOnce || bytes[0] >= MOST_BYTES || deadline.isOver();
          return !isMore[0];
        });
    int counted = found.isEmpty() ? 0 : counter.countAnew(threadKey, found, deadline);
    if (counted == found.size() && !isMore[0]) {
      done(work);
    } else {
      byte[] next = RowKey.after(found.get(counted - 1).key);
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
