package io.threadmark.processor.runtime;

import io.threadmark.processor.stage.StoreWrites;
import io.threadmark.processor.topology.EventTimeExtractor;
import io.threadmark.schema.Topic;
import io.threadmark.schema.settings.Settings;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The settings of the Kafka Streams application. */
final class StreamsProperties {
  /** Chosen for values of records; Kafka Streams itself moves bytes. */
  private static final Set<String> NOT_FOR_STREAMS =
      Set.of("value.serializer", "value.deserializer", "key.serializer", "key.deserializer");

  /** May go on with a transaction that has half of what a record changes. */
  private static final String HANDLER = StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG;

  private static final int POLLED = 32;
  private static final int BUFFERED = 16;

  private StreamsProperties() {}

  /**
   * @param applicationServer host:port under which other instances reach this one
   */
  static Properties of(Settings settings, String applicationServer) {
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.get(ProcessorSettings.APPLICATION_ID));
    config.put(
        StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.get(ProcessorSettings.BOOTSTRAP_SERVERS));
    config.put(StreamsConfig.APPLICATION_SERVER_CONFIG, applicationServer);
    config.put(StreamsConfig.STATE_DIR_CONFIG, settings.get(ProcessorSettings.STATE_DIR));
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    // The streams group protocol of 4.3.1 overwrites the hosts of interactive queries where an
    // instance has several threads (KAFKA-20782).
    config.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
    config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, count(settings, ProcessorSettings.THREADS));
    config.put(
        StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, count(settings, ProcessorSettings.STANDBYS));
    config.put(
        StreamsConfig.REPLICATION_FACTOR_CONFIG, count(settings, ProcessorSettings.REPLICAS));
    config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    config.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, EventTimeExtractor.class);
    config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    config.put(BoundedRocksDb.BYTES_CONFIG, settings.get(ProcessorSettings.ROCKSDB_BYTES));
    // Stores are read with scans and whole rows. A record cache in front would only copy them, and
    // each scan copies all keys that the cache has in its range.
    config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    // No order of arrival is better than another, so no task waits for records of some input.
    config.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, -1);
    config.put(
        StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG),
        Integer.toString(Topic.MAX_RECORD_BYTES));
    // Longer than a record waits for the registry; see Patience.
    config.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 60_000);
    config.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    config.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 * 1024);
    config.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
        Topic.MAX_RECORD_BYTES);
    config.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
        Topic.MAX_RECORD_BYTES);
    // Java reads an answer through direct memory of the same size, once for each consumer: with the
    // 50 MiB that are Kafka's default, a backlog takes more than a small process has.
    config.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG),
        Topic.MAX_RECORD_BYTES);
    config.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    // Counted in records, as Kafka Streams has no bound in bytes; and records may be large. Packed
    // well, hundreds of them come with one fetch.
    config.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), POLLED);
    config.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, BUFFERED);
    if (settings.under("kafka").containsKey(HANDLER)) {
      throw new IllegalArgumentException(
          "kafka." + HANDLER + ": what fails amid its changes must end the transaction");
    }
    settings
        .under("kafka")
        .forEach(
            (name, value) -> {
              if (!NOT_FOR_STREAMS.contains(name)) {
                config.put(name, value);
              }
            });
    return config;
  }

  /** Lets it be told when records of a changelog are sent and when Kafka has them. */
  static void watch(Properties config, String changelog, StoreWrites writes) {
    config.merge(
        StreamsConfig.producerPrefix(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG),
        ChangelogInterceptor.class.getName(),
        (others, ours) -> others + "," + ours);
    config.put(StreamsConfig.producerPrefix(ChangelogInterceptor.TOPIC), changelog);
    config.put(StreamsConfig.producerPrefix(ChangelogInterceptor.WRITES), writes);
  }

  private static int count(Settings settings, io.threadmark.schema.settings.Setting<Long> setting) {
    return Math.toIntExact(settings.get(setting));
  }
}
