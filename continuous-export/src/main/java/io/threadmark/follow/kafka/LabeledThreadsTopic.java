package io.threadmark.follow.kafka;

import io.threadmark.follow.export.FollowedTopic;
import io.threadmark.schema.Topic;
import io.threadmark.schema.Topics;
import io.threadmark.schema.settings.ReadingConsumer;
import io.threadmark.schema.settings.Settings;
import io.threadmark.schema.settings.TopicIdentity;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The topic of labeled threads, all partitions of it, as one process reads it: committed records
 * only, and from where it says.
 */
final class LabeledThreadsTopic implements AutoCloseable {
  private static final String NAME = Topics.LABELED_THREADS.name();
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration CLOSE = Duration.ofSeconds(2);

  /** Records may have 8 MiB each; so many at a time are in memory. */
  private static final int POLLED = 32;

  private final Consumer<byte[], byte[]> consumer;
  private final Admin admin;

  private LabeledThreadsTopic(Consumer<byte[], byte[]> consumer, Admin admin) {
    this.consumer = consumer;
    this.admin = admin;
  }

  static LabeledThreadsTopic of(Settings settings) {
    Map<String, Object> config = ReadingConsumer.config(settings, "threadmark-export");
    // Never to the beginning or the end by itself: that would be a gap, or all of it twice.
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLLED);
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 2 * Topic.MAX_RECORD_BYTES);
    Map<String, Object> adminConfig = new HashMap<>(settings.under("kafka"));
    adminConfig.keySet().retainAll(AdminClientConfig.configNames());
    // Whoever waits for it is told why before long.
    String patience = Long.toString(ANSWER.toMillis());
    adminConfig.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, patience);
    adminConfig.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, patience);
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, bytes, bytes);
    return new LabeledThreadsTopic(consumer, Admin.create(adminConfig));
  }

  /**
   * What there is to know of it now.
   *
   * @throws org.apache.kafka.common.KafkaException where Kafka does not tell
   */
  FollowedTopic describe() {
    TopicIdentity identity = TopicIdentity.ask(admin, NAME);
    List<TopicPartition> partitions =
        consumer.partitionsFor(NAME, ANSWER).stream()
            .map(info -> new TopicPartition(NAME, info.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new UnknownTopicOrPartitionException("there is no topic " + NAME);
    }
    consumer.assign(partitions); // what it learns of others it would warn of
    return new FollowedTopic(
        NAME,
        identity.id().toString(),
        byPartition(consumer.beginningOffsets(partitions, ANSWER)),
        byPartition(consumer.endOffsets(partitions, ANSWER)),
        identity.staleAfter().multipliedBy(2));
  }

  /** Kafka's own id of the topic that has the name now. */
  String id() {
    return TopicIdentity.ask(admin, NAME).id().toString();
  }

  /** Begins to read each partition at an offset. */
  void seek(SortedMap<Integer, Long> positions) {
    consumer.assign(positions.keySet().stream().map(LabeledThreadsTopic::partition).toList());
    positions.forEach((partition, offset) -> consumer.seek(partition(partition), offset));
  }

  /** The next records, if any come soon. */
  Iterable<ConsumerRecord<byte[], byte[]>> poll() {
    return consumer.poll(POLL);
  }

  /** The offsets that are read next, behind what was polled and what is no record. */
  SortedMap<Integer, Long> positions() {
    SortedMap<Integer, Long> positions = new TreeMap<>();
    consumer
        .assignment()
        .forEach(
            partition ->
                positions.put(partition.partition(), consumer.position(partition, ANSWER)));
    return positions;
  }

  /** Where the partitions end now, as far as transactions have ended. */
  SortedMap<Integer, Long> ends() {
    return byPartition(consumer.endOffsets(consumer.assignment(), ANSWER));
  }

  /** Ends what waits for Kafka; may be called by another thread. */
  void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(CLOSE));
    admin.close(CLOSE);
  }

  private static TopicPartition partition(int number) {
    return new TopicPartition(NAME, number);
  }

  private static SortedMap<Integer, Long> byPartition(Map<TopicPartition, Long> offsets) {
    SortedMap<Integer, Long> found = new TreeMap<>();
    offsets.forEach((partition, offset) -> found.put(partition.partition(), offset));
    return found;
  }
}
