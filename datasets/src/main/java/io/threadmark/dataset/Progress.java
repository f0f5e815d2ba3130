package io.threadmark.dataset;

/** Hears how far a dataset is, and can stop it. It is called often, from the thread that works. */
public interface Progress {
  Progress NONE = new Progress() {};

  /** So many threads were read, and so many rows made of them. */
  default void read(long threads, long rows) {}

  /** So many rows are written, in so many bytes. */
  default void written(long rows, long bytes) {}

  /** Whether it is to stop. */
  default boolean isCancelled() {
    return false;
  }
}
