package io.threadmark.processor.thread.rows;

import io.threadmark.processor.resolve.rows.FeedbackRows;
import io.threadmark.processor.resolve.rows.TraceRows;
import io.threadmark.processor.store.RowKey;
import io.threadmark.processor.store.Rows;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * The rows of one thread, of which only {@linkplain ThreadRow#isOfContent those with content} were
 * kept: the orders that a reader goes by are made anew from them. Values are read when they are
 * asked for; a few are kept in memory meanwhile.
 */
public final class ContentRows implements Rows {
  private static final byte[] EMPTY = {};
  private static final long MOST_KEPT_BYTES = 8L * 1024 * 1024;

  private final ThreadKeys keys;
  private final byte[] items;
  private final IntFunction<byte[]> values;
  private final NavigableMap<byte[], Value> rows = new TreeMap<>(Arrays::compareUnsigned);
  private long keptBytes;

  /**
   * A value, or where it is.
   *
   * @param known null where it is read again each time
   */
  private record Value(int place, byte[] known) {}

  /**
   * Begins without rows.
   *
   * @param values reads the value at a place
   */
  public ContentRows(byte[] thread, IntFunction<byte[]> values) {
    this.keys = new ThreadKeys(thread);
    this.items = keys.items().bytes();
    this.values = values;
  }

  /** The key of the head of a thread. */
  public static byte[] headOf(byte[] thread) {
    return new ThreadKeys(thread).head();
  }

  /**
   * Adds a row.
   *
   * @param place of its value
   */
  public void add(byte[] key, int place) {
    byte[] value = values.apply(place);
    keptBytes += value.length;
    rows.put(key, new Value(place, keptBytes <= MOST_KEPT_BYTES ? value : null));
    if (Arrays.mismatch(key, items) == items.length) {
      order(keys.itemOf(key), value);
    }
  }

  /** Takes a row out, and what puts it in order. */
  public void remove(byte[] key) {
    byte[] value = get(key);
    rows.remove(key);
    Item item = keys.itemOf(key);
    ItemSummary place = summary(item, value);
    rows.remove(keys.created(item, place.createdAt(), place.position()));
  }

  /** The keys of all items. */
  public Iterable<byte[]> items() {
    return rows.subMap(items, true, RowKey.behind(items), false).keySet().stream().toList();
  }

  private void order(Item item, byte[] value) {
    ItemSummary place = summary(item, value);
    rows.put(keys.created(item, place.createdAt(), place.position()), new Value(-1, EMPTY));
  }

  private static ItemSummary summary(Item item, byte[] value) {
    return item.kind() == Item.Kind.FEEDBACK
        ? ItemSummary.of(FeedbackRows.CODEC.read(value))
        : ItemSummary.of(TraceRows.CODEC.read(value));
  }

  private byte[] read(Value value) {
    return value.known == null ? values.apply(value.place) : value.known;
  }

  @Override
  public byte[] get(byte[] key) {
    Value value = rows.get(key);
    return value == null ? null : read(value);
  }

  @Override
  public void scan(byte[] from, byte[] to, Direction direction, Visitor visitor) {
    if (Arrays.compareUnsigned(from, to) >= 0) {
      return;
    }
    NavigableMap<byte[], Value> range = rows.subMap(from, true, to, false);
    NavigableMap<byte[], Value> inOrder =
        direction == Direction.FORWARD ? range : range.descendingMap();
    for (var row : inOrder.entrySet()) {
      if (!visitor.visit(row.getKey(), read(row.getValue()))) {
        return;
      }
    }
  }
}
