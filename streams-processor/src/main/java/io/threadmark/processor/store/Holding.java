package io.threadmark.processor.store;

/** Takes note of the memory that one request holds until it is answered. */
public interface Holding {
  /** For whoever is bounded otherwise. */
  Holding UNCOUNTED = bytes -> {};

  /** What a row becomes, parsed and as JSON, is some four times as large as the row. */
  int PARSED = 4;

  /**
   * Holds more.
   *
   * @param bytes of the heap, about
   * @throws RuntimeException where there is no room; the request is over then
   */
  void add(long bytes);
}
