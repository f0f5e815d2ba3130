package io.threadmark.processor.store;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Rows in memory, for tests. */
public final class MemoryRows implements Rows.Mutable {
  private final NavigableMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);

  @Override
  public byte[] get(byte[] key) {
    return rows.get(key);
  }

  @Override
  public void scan(byte[] from, byte[] to, Direction direction, Visitor visitor) {
    NavigableMap<byte[], byte[]> range = rows.subMap(from, true, to, false);
    NavigableMap<byte[], byte[]> inOrder =
        direction == Direction.FORWARD ? range : range.descendingMap();
    // Looks for each row anew, so that rows may change meanwhile.
    Map.Entry<byte[], byte[]> row = inOrder.firstEntry();
    while (row != null && visitor.visit(row.getKey(), row.getValue())) {
      row = inOrder.higherEntry(row.getKey());
    }
  }

  @Override
  public void put(byte[] key, byte[] value) {
    rows.put(key, value);
  }

  @Override
  public void delete(byte[] key) {
    rows.remove(key);
  }
}
