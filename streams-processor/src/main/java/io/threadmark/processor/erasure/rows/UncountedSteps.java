package io.threadmark.processor.erasure.rows;

import io.threadmark.processor.store.RowCodec;
import io.threadmark.processor.store.RowKey;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.state.ErasureHop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Steps of erasures that are done but for the totals: each waits until a change, which has a
 * number, went into them.
 */
public final class UncountedSteps {
  private static final byte[] UNCOUNTED = {'c'};
  private static final byte[] PREFIX = RowKey.of(UNCOUNTED).bytes();
  private static final byte[] END = RowKey.behind(PREFIX);
  private static final RowCodec<ErasureHop> STEPS = new RowCodec<>(ErasureHop.class);

  /** Takes a step that waits no more. */
  public interface Taker {
    void take(byte[] erasureKey, ErasureHop step);
  }

  private final Rows.Mutable rows;

  /** Where the next turn begins: a scan from the start would pass all that was deleted there. */
  private byte[] next = PREFIX;

  public UncountedSteps(Rows.Mutable rows) {
    this.rows = rows;
  }

  /** Lets a step wait for a change, which is not older than what others wait for. */
  public void put(long change, byte[] erasureKey, ErasureHop step) {
    long[] place = {change, 0};
    rows.scan(
        PREFIX,
        END,
        Rows.Direction.BACKWARD,
        (key, value) -> {
          RowKey.Reader newest = new RowKey.Reader(key, PREFIX.length);
          place[0] = Math.max(change, newest.time());
          place[1] = newest.time() + 1;
          return false;
        });
    byte[] key = RowKey.of(UNCOUNTED).time(place[0]).time(place[1]).raw(erasureKey).bytes();
    rows.put(key, STEPS.write(step));
  }

  /** Whether no step waits. */
  public boolean isEmpty() {
    boolean[] empty = {true};
    rows.scan(next, END, Rows.Direction.FORWARD, (key, value) -> empty[0] = false);
    return empty[0];
  }

  /**
   * Removes some of the steps that wait no more.
   *
   * @param oldest the oldest change that is not in the totals
   */
  public void take(long oldest, int most, Taker taker) {
    byte[] from = next;
    next = PREFIX; // unless all of the turn succeeds
    List<byte[]> keys = new ArrayList<>();
    List<ErasureHop> steps = new ArrayList<>();
    rows.scan(
        from,
        END,
        Rows.Direction.FORWARD,
        (key, value) -> {
          if (RowKey.timeAt(key, PREFIX.length) >= oldest) {
            return false;
          }
          keys.add(key);
          steps.add(STEPS.read(value));
          return keys.size() < most;
        });
    for (int i = 0; i < keys.size(); i++) {
      byte[] key = keys.get(i);
      rows.delete(key);
      taker.take(erasureOf(key).getBytes(StandardCharsets.UTF_8), steps.get(i));
      from = key;
    }
    next = from;
  }

  private static String erasureOf(byte[] key) {
    return RowKey.textAt(key, PREFIX.length + 2 * Long.BYTES);
  }
}
