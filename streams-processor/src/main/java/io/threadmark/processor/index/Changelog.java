package io.threadmark.processor.index;

import io.threadmark.schema.settings.TopicIdentity;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topic that an index follows. */
final class Changelog {
  private static final int FETCHED_BYTES = 8 * 1024 * 1024;
  private static final int POLLED = 1_000;

  /** Somebody waits meanwhile, and with him a thread. */
  private static final int ANSWER_MS = 5_000;

  private final String topic;
  private final Map<String, Object> kafka;
  private Admin admin;
  private volatile TopicIdentity identity;

  private Changelog(String topic, Map<String, Object> kafka) {
    this.topic = topic;
    this.kafka = kafka;
  }

  static Changelog of(String topic, Map<String, Object> kafka) {
    return new Changelog(topic, kafka);
  }

  /** Reads only what is committed, and keeps its place itself. */
  Consumer<byte[], byte[]> consumer() {
    Map<String, Object> config = new HashMap<>(kafka);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCHED_BYTES);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCHED_BYTES);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLLED);
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    return new KafkaConsumer<>(config, bytes, bytes);
  }

  boolean isKnown() {
    return identity != null;
  }

  /**
   * Learns what the topic is.
   *
   * @return why that is not possible yet; null where it was
   */
  String learn() {
    try {
      identity = TopicIdentity.ask(admin(), topic);
      return null;
    } catch (UnknownTopicOrPartitionException e) {
      return "the search index waits for the topic " + topic;
    }
  }

  /** Where partitions end, whether what is there is committed or not. */
  Map<Integer, Long> ends(Set<Integer> partitions) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(
        partition -> asked.put(new TopicPartition(topic, partition), OffsetSpec.latest()));
    Map<Integer, Long> ends = new HashMap<>();
    try {
      TopicIdentity.answer(
              admin().listOffsets(asked, new ListOffsetsOptions().timeoutMs(ANSWER_MS)).all())
          .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
    } catch (KafkaException e) {
      throw new IndexNotReadyException("Kafka does not tell where " + topic + " ends", e);
    }
    return ends;
  }

  private synchronized Admin admin() {
    if (admin == null) {
      Map<String, Object> config = new HashMap<>(kafka);
      config.keySet().retainAll(AdminClientConfig.configNames());
      admin = Admin.create(config);
    }
    return admin;
  }

  /** Ends within a moment, whatever Kafka does. */
  synchronized void close() {
    if (admin != null) {
      admin.close(Duration.ZERO);
    }
  }

  /** What the topic is; null before it is known. */
  TopicIdentity identity() {
    return identity;
  }
}
