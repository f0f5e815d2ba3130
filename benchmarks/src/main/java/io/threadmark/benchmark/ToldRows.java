package io.threadmark.benchmark;

import io.threadmark.processor.store.Rows;
import java.util.ArrayList;
import java.util.List;

/** Rows that tell how they change. */
final class ToldRows implements Rows.Mutable {
  private final Rows.Mutable rows;
  private final List<Change> changes = new ArrayList<>();

  /** A row, as it came to be; null is the value of one that is gone. */
  record Change(byte[] key, byte[] value) {}

  ToldRows(Rows.Mutable rows) {
    this.rows = rows;
  }

  @Override
  public byte[] get(byte[] key) {
    return rows.get(key);
  }

  @Override
  public void put(byte[] key, byte[] value) {
    rows.put(key, value);
    changes.add(new Change(key, value));
  }

  @Override
  public void delete(byte[] key) {
    rows.delete(key);
    changes.add(new Change(key, null));
  }

  @Override
  public void scan(byte[] from, byte[] to, Direction direction, Visitor visitor) {
    rows.scan(from, to, direction, visitor);
  }

  /** What changed since it was asked last. */
  List<Change> changes() {
    List<Change> all = List.copyOf(changes);
    changes.clear();
    return all;
  }
}
