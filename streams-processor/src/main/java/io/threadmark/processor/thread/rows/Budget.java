package io.threadmark.processor.thread.rows;

/** How many items, and bytes of them, may still be read. */
public final class Budget {
  private int items;
  private long bytes;
  private long taken;

  public Budget(int items, long bytes) {
    this.items = items;
    this.bytes = bytes;
  }

  /** Takes one item of so many bytes; false, and nothing taken, where it is too much. */
  public boolean take(int size) {
    if (items < 1 || bytes < size) {
      return false;
    }
    items--;
    bytes -= size;
    taken += size;
    return true;
  }

  /** Bytes of all items that were taken. */
  public long taken() {
    return taken;
  }
}
