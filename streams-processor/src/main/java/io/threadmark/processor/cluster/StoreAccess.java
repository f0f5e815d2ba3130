package io.threadmark.processor.cluster;

import io.threadmark.processor.cluster.Ownership.Place;
import io.threadmark.processor.store.Holding;
import io.threadmark.processor.store.MeteredRows;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Key;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Finds the rows of a key: here where this instance owns the key, else at the instance that does.
 */
public final class StoreAccess {
  private final Ownership ownership;
  private final HostInfo self;
  private final PeerClient peers;
  private final RequestDeadline deadline;
  private final Holding holding;

  /**
   * @param deadline when reading ends
   * @param holding is told what is read by key, which is all in memory at once; whoever reads whole
   *     partitions tells itself what it keeps
   */
  public StoreAccess(
      Ownership ownership,
      HostInfo self,
      PeerClient peers,
      RequestDeadline deadline,
      Holding holding) {
    this.ownership = ownership;
    this.self = self;
    this.peers = peers;
    this.deadline = deadline;
    this.holding = holding;
  }

  /**
   * The rows of a key, wherever they are.
   *
   * @throws NotAvailableException while nobody owns the key or its owner cannot be reached
   */
  public Rows rows(String store, Key key) {
    return held(rows(store, ownership.of(store, key)));
  }

  /**
   * The rows of a partition, wherever they are.
   *
   * @throws NotAvailableException while nobody owns the partition or its owner cannot be reached
   */
  public Rows rows(String store, int partition) {
    return rows(store, ownership.of(store, partition));
  }

  private Rows rows(String store, Place place) {
    return isHere(place.owner())
        ? localRows(store, place)
        : new PeerRows(peers, place.owner(), store, place.partition());
  }

  /** Partitions of every store. */
  public int partitions() {
    return ownership.partitions();
  }

  /** Whether an instance is this one. */
  public boolean isHere(HostInfo instance) {
    return instance.equals(self);
  }

  /** The instance that owns a partition of a store. */
  public HostInfo owner(String store, int partition) {
    return ownership.of(store, partition).owner();
  }

  /**
   * A partition of a store that this instance owns.
   *
   * @throws NotAvailableException where it does not, or not yet
   */
  public Rows localRows(String store, int partition) {
    return localRows(store, ownership.of(store, partition));
  }

  /** The partition that a key's rows are in. */
  public int partition(String store, Key key) {
    return ownership.of(store, key).partition();
  }

  /** The instance that owns a key's rows. */
  public HostInfo owner(String store, Key key) {
    return ownership.of(store, key).owner();
  }

  /**
   * The rows of a key that this instance owns.
   *
   * @throws NotAvailableException where it does not, or not yet
   */
  public Rows localRows(String store, Key key) {
    return held(localRows(store, ownership.of(store, key)));
  }

  private Rows held(Rows rows) {
    return new MeteredRows(rows, bytes -> holding.add(Holding.PARSED * bytes));
  }

  private Rows localRows(String store, Place place) {
    if (!isHere(place.owner())) {
      throw new NotAvailableException("the key has moved to another instance");
    }
    return new LocalRows(ownership.rows(store, place.partition()), deadline);
  }
}
