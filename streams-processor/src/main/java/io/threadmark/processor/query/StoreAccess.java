package io.threadmark.processor.query;

import io.threadmark.processor.stage.StoreRows;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Key;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Finds the rows of a key: here where this instance owns the key, else at the instance that does.
 */
final class StoreAccess {
  private static final ByteArraySerializer KEY_BYTES = new ByteArraySerializer();

  private final Supplier<KafkaStreams> streams;
  private final HostInfo self;
  private final PeerClient peers;
  private final int partitions;

  /**
   * @param partitions partitions of every topic, and so of every store
   */
  StoreAccess(Supplier<KafkaStreams> streams, HostInfo self, PeerClient peers, int partitions) {
    this.partitions = partitions;
    this.streams = streams;
    this.self = self;
    this.peers = peers;
  }

  /**
   * The rows of a key, wherever they are.
   *
   * @throws NotAvailableException while nobody owns the key or its owner cannot be reached
   */
  Rows rows(String store, Key key) {
    return rows(store, metadata(store, key));
  }

  /**
   * The rows of a partition, wherever they are.
   *
   * @throws NotAvailableException while nobody owns the partition or its owner cannot be reached
   */
  Rows rows(String store, int partition) {
    return rows(store, metadata(store, partition));
  }

  private Rows rows(String store, KeyQueryMetadata metadata) {
    HostInfo owner = metadata.activeHost();
    return owner.equals(self)
        ? localRows(store, metadata)
        : new PeerRows(peers, owner, store, metadata.partition());
  }

  /** Partitions of every store. */
  int partitions() {
    return partitions;
  }

  /** Whether an instance is this one. */
  boolean isHere(HostInfo instance) {
    return instance.equals(self);
  }

  /** The instance that owns a partition of a store. */
  HostInfo owner(String store, int partition) {
    return metadata(store, partition).activeHost();
  }

  /**
   * A partition of a store that this instance owns.
   *
   * @throws NotAvailableException where it does not, or not yet
   */
  Rows localRows(String store, int partition) {
    return localRows(store, metadata(store, partition));
  }

  /** The partition that a key's rows are in. */
  int partition(String store, Key key) {
    return metadata(store, key).partition();
  }

  /** The instance that owns a key's rows. */
  HostInfo owner(String store, Key key) {
    return metadata(store, key).activeHost();
  }

  /**
   * The rows of a key that this instance owns.
   *
   * @throws NotAvailableException where it does not, or not yet
   */
  Rows localRows(String store, Key key) {
    return localRows(store, metadata(store, key));
  }

  private Rows localRows(String store, KeyQueryMetadata metadata) {
    if (!metadata.activeHost().equals(self)) {
      throw new NotAvailableException("the key has moved to another instance");
    }
    try {
      ReadOnlyKeyValueStore<Bytes, byte[]> rows =
          running()
              .store(
                  StoreQueryParameters.fromNameAndType(
                          store, QueryableStoreTypes.<Bytes, byte[]>keyValueStore())
                      .withPartition(metadata.partition()));
      return new LocalRows(new StoreRows(rows));
    } catch (InvalidStateStoreException e) {
      throw new NotAvailableException("the store is being restored or moved", e);
    }
  }

  private KeyQueryMetadata metadata(String store, Key key) {
    return available(() -> running().queryMetadataForKey(store, key.bytes(), KEY_BYTES));
  }

  private KeyQueryMetadata metadata(String store, int partition) {
    StreamPartitioner<Integer, Object> itself =
        (topic, key, value, count) -> Optional.of(Set.of(key));
    return available(() -> running().queryMetadataForKey(store, partition, itself));
  }

  private static KeyQueryMetadata available(Supplier<KeyQueryMetadata> ask) {
    try {
      KeyQueryMetadata metadata = ask.get();
      if (metadata == null || metadata.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
        throw new NotAvailableException("no instance owns the key at the moment");
      }
      return metadata;
    } catch (StreamsException | IllegalStateException e) {
      throw new NotAvailableException("the processor is starting or rebalancing", e);
    }
  }

  private KafkaStreams running() {
    KafkaStreams running = streams.get();
    if (running == null) {
      throw new NotAvailableException("the processor is starting");
    }
    return running;
  }
}
