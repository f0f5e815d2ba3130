package io.threadmark.processor.rollup.rows;

import io.threadmark.processor.store.MemoryRows;
import io.threadmark.processor.store.Rows;

/** Rows of which every look and every change takes time, by a clock of their own. */
final class SlowRows implements Rows.Mutable {
  private final MemoryRows rows = new MemoryRows();
  private long nanosOfOne;
  private long nanos;

  /**
   * @param nanosOfOne what each row takes that is read or changed
   */
  SlowRows(long nanosOfOne) {
    this.nanosOfOne = nanosOfOne;
  }

  /** The clock. */
  long nanos() {
    return nanos;
  }

  /** How many rows were read or changed since the clock showed something. */
  long since(long then) {
    return (nanos - then) / nanosOfOne;
  }

  void setNanosOfOne(long nanosOfOne) {
    this.nanosOfOne = nanosOfOne;
  }

  @Override
  public byte[] get(byte[] key) {
    nanos += nanosOfOne;
    return rows.get(key);
  }

  @Override
  public void scan(byte[] from, byte[] to, Direction direction, Visitor visitor) {
    nanos += nanosOfOne;
    rows.scan(
        from,
        to,
        direction,
        (key, value) -> {
          nanos += nanosOfOne;
          return visitor.visit(key, value);
        });
  }

  @Override
  public void put(byte[] key, byte[] value) {
    nanos += nanosOfOne;
    rows.put(key, value);
  }

  @Override
  public void delete(byte[] key) {
    nanos += nanosOfOne;
    rows.delete(key);
  }
}
