package io.threadmark.processor.store;

/**
 * Rows of a store in the order of their keys' bytes. What is kept and how it is found does not
 * depend on who keeps it.
 */
public interface Rows {

  /** Takes rows one by one, as long as it wants more. */
  interface Visitor {
    /** Returns whether to go on. */
    boolean visit(byte[] key, byte[] value);
  }

  /** Which way to read. */
  enum Direction {
    FORWARD,
    BACKWARD
  }

  /** The value of a key; null where there is none. */
  byte[] get(byte[] key);

  /** Visits the rows between two keys, the first included and the second not. */
  void scan(byte[] from, byte[] to, Direction direction, Visitor visitor);

  /** Rows that can be changed. */
  interface Mutable extends Rows {
    void put(byte[] key, byte[] value);

    void delete(byte[] key);
  }
}
