package io.threadmark.processor.store;

/** Rows whose values are counted as they are read. */
public final class MeteredRows implements Rows {
  private final Rows rows;
  private final Holding meter;

  /**
   * @param meter is told the bytes of each value
   */
  public MeteredRows(Rows rows, Holding meter) {
    this.rows = rows;
    this.meter = meter;
  }

  @Override
  public byte[] get(byte[] key) {
    byte[] value = rows.get(key);
    if (value != null) {
      meter.add(value.length);
    }
    return value;
  }

  @Override
  public void scan(byte[] from, byte[] to, Direction direction, Visitor visitor) {
    rows.scan(
        from,
        to,
        direction,
        (key, value) -> {
          meter.add(value.length);
          return visitor.visit(key, value);
        });
  }
}
