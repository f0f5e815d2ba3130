package io.threadmark.processor.export;

import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.index.Selection;

/** Takes cuts through the threads of all partitions. */
public interface Cuts {
  /**
   * The threads of a selection as they are now.
   *
   * @throws NotAvailableException where a partition cannot be read
   */
  Cut take(Selection selection);
}
