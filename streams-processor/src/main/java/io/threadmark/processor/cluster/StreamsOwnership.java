package io.threadmark.processor.cluster;

import io.threadmark.processor.stage.StoreRows;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Key;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

/** As Kafka Streams has shared the partitions out. */
public final class StreamsOwnership implements Ownership {
  private static final ByteArraySerializer KEY_BYTES = new ByteArraySerializer();

  private final Supplier<KafkaStreams> streams;
  private final int partitions;

  /**
   * @param streams gives null before it was started
   * @param partitions partitions of every topic, and so of every store
   */
  public StreamsOwnership(Supplier<KafkaStreams> streams, int partitions) {
    this.streams = streams;
    this.partitions = partitions;
  }

  @Override
  public int partitions() {
    return partitions;
  }

  @Override
  public Place of(String store, Key key) {
    return available(() -> running().queryMetadataForKey(store, key.bytes(), KEY_BYTES));
  }

  @Override
  public Place of(String store, int partition) {
    StreamPartitioner<Integer, Object> itself =
        (topic, key, value, count) -> Optional.of(Set.of(key));
    return available(() -> running().queryMetadataForKey(store, partition, itself));
  }

  /**
   * The partitions of a store that an instance hosts, active or standby; null while that is not
   * known of all.
   */
  public Set<Integer> hosted(String store, HostInfo instance) {
    StreamPartitioner<Integer, Object> itself =
        (topic, key, value, count) -> Optional.of(Set.of(key));
    Set<Integer> hosted = new TreeSet<>();
    try {
      for (int partition = 0; partition < partitions; partition++) {
        KeyQueryMetadata of = running().queryMetadataForKey(store, partition, itself);
        if (of == null || of.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
          return null;
        }
        if (of.activeHost().equals(instance) || of.standbyHosts().contains(instance)) {
          hosted.add(partition);
        }
      }
      return hosted;
    } catch (StreamsException | IllegalStateException | NotAvailableException e) {
      return null;
    }
  }

  /** The instances that are there, as host:port; null while that is not known. */
  public Set<String> instances() {
    try {
      Set<String> found = new TreeSet<>();
      running()
          .metadataForAllStreamsClients()
          .forEach(client -> found.add(client.host() + ":" + client.port()));
      return found.isEmpty() ? null : found;
    } catch (StreamsException | IllegalStateException | NotAvailableException e) {
      return null;
    }
  }

  @Override
  public Rows rows(String store, int partition) {
    try {
      ReadOnlyKeyValueStore<Bytes, byte[]> rows =
          running()
              .store(
                  StoreQueryParameters.fromNameAndType(
                          store, QueryableStoreTypes.<Bytes, byte[]>keyValueStore())
                      .withPartition(partition));
      return new StoreRows(rows);
    } catch (InvalidStateStoreException e) {
      throw new NotAvailableException("the store is being restored or moved", e);
    }
  }

  private static Place available(Supplier<KeyQueryMetadata> ask) {
    try {
      KeyQueryMetadata metadata = ask.get();
      if (metadata == null || metadata.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
        throw new NotAvailableException("no instance owns the key at the moment");
      }
      return new Place(metadata.activeHost(), metadata.partition());
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
