package io.threadmark.processor.cluster;

import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Key;
import org.apache.kafka.streams.state.HostInfo;

/** Which instance owns which partition of which store, and the rows of those that are here. */
public interface Ownership {

  /** Where rows are. */
  record Place(HostInfo owner, int partition) {}

  /** Partitions of every store. */
  int partitions();

  /**
   * Where the rows of a key are.
   *
   * @throws NotAvailableException while nobody owns them
   */
  Place of(String store, Key key);

  /**
   * Where the rows of a partition are.
   *
   * @throws NotAvailableException while nobody owns them
   */
  Place of(String store, int partition);

  /**
   * A partition of a store of this instance. Reading from it may fail with {@code
   * InvalidStateStoreException}, as a store may move at any moment.
   *
   * @throws NotAvailableException while it is restored or moved
   */
  Rows rows(String store, int partition);
}
