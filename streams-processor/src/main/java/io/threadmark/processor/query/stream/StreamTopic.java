package io.threadmark.processor.query.stream;

import io.threadmark.schema.Topics;
import io.threadmark.schema.registry.ValueSerdes;
import io.threadmark.schema.settings.ReadingConsumer;
import io.threadmark.schema.settings.Settings;
import io.threadmark.schema.settings.TopicIdentity;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** The topic of labeled threads, for listeners, each with a consumer of its own. */
final class StreamTopic {
  private static final String NAME = Topics.LABELED_THREADS.name();
  private static final int FETCHED_BYTES = 8 * 1024 * 1024;

  private final Settings settings;

  /** What does not change as long as the topic is there; null before it is known. */
  private volatile Facts facts;

  /**
   * What is known of the topic.
   *
   * @param id stands for it
   * @param staleAfter who has not heard of it for longer may have missed that a thread is gone
   */
  record Facts(int id, Duration staleAfter, List<TopicPartition> partitions) {}

  StreamTopic(Settings settings) {
    this.settings = settings;
  }

  /** Each has a name of its own, as there may be many at a time. */
  Consumer<byte[], byte[]> consumer() {
    Map<String, Object> config =
        new HashMap<>(ReadingConsumer.config(settings, "threadmark-stream"));
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCHED_BYTES);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCHED_BYTES);
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    return new KafkaConsumer<>(config, bytes, bytes);
  }

  Deserializer<SpecificRecord> values() {
    return ValueSerdes.deserializer(settings);
  }

  String name() {
    return NAME;
  }

  /**
   * @throws KafkaException where Kafka does not tell
   */
  Facts facts(Consumer<byte[], byte[]> consumer) {
    Facts known = facts;
    if (known == null) {
      known = ask(consumer);
      facts = known;
    }
    return known;
  }

  private Facts ask(Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(NAME).stream()
            .map(info -> new TopicPartition(NAME, info.partition()))
            .sorted(Comparator.comparingInt(TopicPartition::partition))
            .toList();
    Map<String, Object> ofAdmin =
        new HashMap<>(ReadingConsumer.config(settings, "threadmark-stream"));
    ofAdmin.keySet().retainAll(AdminClientConfig.configNames());
    try (Admin admin = Admin.create(ofAdmin)) {
      TopicIdentity identity = TopicIdentity.ask(admin, NAME);
      return new Facts(identity.id().hashCode(), identity.staleAfter(), partitions);
    }
  }
}
