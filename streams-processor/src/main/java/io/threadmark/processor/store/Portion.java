package io.threadmark.processor.store;

/** How much is read at a time: so many rows, and bytes of them; one row in any case. */
public final class Portion {
  private static final long BYTES = 4 * 1024 * 1024;

  private int rows;
  private long bytes = BYTES;

  public Portion(int rows) {
    this.rows = rows;
  }

  /** The same rows, where a scan ends with the portion. */
  public Rows of(Rows source) {
    return new Rows() {
      @Override
      public byte[] get(byte[] key) {
        return source.get(key);
      }

      @Override
      public void scan(byte[] from, byte[] to, Direction direction, Visitor visitor) {
        source.scan(
            from, to, direction, (key, value) -> visitor.visit(key, value) & take(key, value));
      }
    };
  }

  /** Whether all of it was taken, so that there may be more. */
  public boolean isTaken() {
    return rows < 1 || bytes < 1;
  }

  /** How many more rows may be read. */
  public int rowsLeft() {
    return isTaken() ? 0 : rows;
  }

  private boolean take(byte[] key, byte[] value) {
    rows--;
    bytes -= key.length + value.length;
    return !isTaken();
  }
}
