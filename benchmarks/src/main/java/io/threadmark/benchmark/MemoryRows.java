package io.threadmark.benchmark;

import io.threadmark.processor.store.Rows;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Rows in memory, of something small. */
final class MemoryRows implements Rows.Mutable {
  private final NavigableMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);

  @Override
  public byte[] get(byte[] key) {
    return rows.get(key);
  }

  @Override
  public void put(byte[] key, byte[] value) {
    rows.put(key, value);
  }

  @Override
  public void delete(byte[] key) {
    rows.remove(key);
  }

  @Override
  public void scan(byte[] from, byte[] to, Direction direction, Visitor visitor) {
    if (Arrays.compareUnsigned(from, to) >= 0) {
      return;
    }
    NavigableMap<byte[], byte[]> range = rows.subMap(from, true, to, false);
    NavigableMap<byte[], byte[]> inOrder =
        direction == Direction.FORWARD ? range : range.descendingMap();
    for (var row : inOrder.entrySet()) {
      if (!visitor.visit(row.getKey(), row.getValue())) {
        return;
      }
    }
  }
}
