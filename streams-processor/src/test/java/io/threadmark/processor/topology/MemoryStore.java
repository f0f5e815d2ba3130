package io.threadmark.processor.topology;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** A state store in memory, without a changelog: thousands of histories need thousands of them. */
final class MemoryStore implements KeyValueStore<Bytes, byte[]> {
  private final String name;
  private final Trap trap;
  private final NavigableMap<Bytes, byte[]> rows = new TreeMap<>();

  /** The rows that changed since the last commit, as they were then; null where there was none. */
  private final Map<Bytes, byte[]> committed = new HashMap<>();

  private long changes;
  private int largest;

  MemoryStore(String name) {
    this(name, new Trap());
  }

  /**
   * @param trap may let anything fail that is asked of the store
   */
  MemoryStore(String name, Trap trap) {
    this.name = name;
    this.trap = trap;
  }

  /** What was changed stays. */
  void commitRows() {
    committed.clear();
  }

  /** What was changed since the last commit is undone. */
  void rollBackRows() {
    committed.forEach(this::write);
    committed.clear();
  }

  NavigableMap<Bytes, byte[]> rows() {
    return rows;
  }

  /** How many writes there were. */
  long changes() {
    return changes;
  }

  /** Bytes of the largest row that was ever written, with its key. */
  int largest() {
    return largest;
  }

  @Override
  public byte[] get(Bytes key) {
    trap.step();
    return rows.get(key);
  }

  @Override
  public void put(Bytes key, byte[] value) {
    trap.step();
    changes++;
    if (!committed.containsKey(key)) {
      committed.put(key, rows.get(key));
    }
    write(key, value);
  }

  private void write(Bytes key, byte[] value) {
    if (value == null) {
      rows.remove(key);
    } else {
      rows.put(key, value);
      largest = Math.max(largest, key.get().length + value.length);
    }
  }

  @Override
  public byte[] putIfAbsent(Bytes key, byte[] value) {
    byte[] held = rows.get(key);
    if (held == null) {
      put(key, value);
    }
    return held;
  }

  @Override
  public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
    entries.forEach(entry -> put(entry.key, entry.value));
  }

  @Override
  public byte[] delete(Bytes key) {
    byte[] held = rows.get(key);
    put(key, null);
    return held;
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
    trap.step();
    return new Range(rows.ceilingEntry(from), rows::higherEntry, from, to);
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> reverseRange(Bytes from, Bytes to) {
    trap.step();
    return new Range(rows.floorEntry(to), rows::lowerEntry, from, to);
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> all() {
    throw new UnsupportedOperationException("a stage never reads a whole store");
  }

  @Override
  public long approximateNumEntries() {
    return rows.size();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {}

  @Override
  public void close() {}

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  /** Looks for each row anew, so that rows may change meanwhile. */
  private static final class Range implements KeyValueIterator<Bytes, byte[]> {
    private final Function<Bytes, Map.Entry<Bytes, byte[]>> following;
    private final Bytes from;
    private final Bytes to;
    private Map.Entry<Bytes, byte[]> next;

    Range(
        Map.Entry<Bytes, byte[]> first,
        Function<Bytes, Map.Entry<Bytes, byte[]>> following,
        Bytes from,
        Bytes to) {
      this.next = first;
      this.following = following;
      this.from = from;
      this.to = to;
    }

    @Override
    public boolean hasNext() {
      return next != null && next.getKey().compareTo(from) >= 0 && next.getKey().compareTo(to) <= 0;
    }

    @Override
    public Bytes peekNextKey() {
      return next.getKey();
    }

    @Override
    public KeyValue<Bytes, byte[]> next() {
      KeyValue<Bytes, byte[]> row = new KeyValue<>(next.getKey(), next.getValue());
      next = following.apply(next.getKey());
      return row;
    }

    @Override
    public void close() {}
  }
}
