package io.threadmark.it;

import io.threadmark.schema.Message;
import io.threadmark.schema.Topics;
import io.threadmark.schema.registry.ValueSerdes;
import io.threadmark.schema.settings.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What is in Kafka of the messages that were posted. */
final class StoredMessages {
  private static final String TOPIC = Topics.MESSAGES.name();

  private StoredMessages() {}

  /** How often each message id is there. */
  static Map<String, Integer> copies(String bootstrapServers) {
    Map<String, Integer> copies = new HashMap<>();
    read(bootstrapServers, record -> copies.merge(id(record), 1, Integer::sum));
    return copies;
  }

  /** Which partition each thread's messages are in. */
  static Map<String, Integer> partitions(String bootstrapServers) {
    Map<String, Integer> partitions = new HashMap<>();
    read(
        bootstrapServers,
        record -> partitions.put(((Message) record.value()).getThreadId(), record.partition()));
    return partitions;
  }

  private static String id(ConsumerRecord<byte[], SpecificRecord> record) {
    return ((Message) record.value()).getMessageId();
  }

  /** Reads from the beginning to the ends as they are now. */
  private static void read(
      String bootstrapServers, Consumer<ConsumerRecord<byte[], SpecificRecord>> use) {
    Settings settings = Settings.of(Map.of("schema.registry.url", SharedRegistry.url()));
    try (KafkaConsumer<byte[], SpecificRecord> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            ValueSerdes.deserializer(settings))) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(TOPIC).stream()
              .map(info -> new TopicPartition(TOPIC, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(100)).forEach(use);
      }
    }
  }
}
