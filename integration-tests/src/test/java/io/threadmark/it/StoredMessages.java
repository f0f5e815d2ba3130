package io.threadmark.it;

import io.threadmark.schema.Message;
import io.threadmark.schema.Topics;
import io.threadmark.schema.registry.ValueSerdes;
import io.threadmark.schema.settings.Settings;
import io.threadmark.testkit.TopicReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What is in Kafka of the messages that were posted. */
final class StoredMessages {
  private StoredMessages() {}

  /** How often each message id is there. */
  static Map<String, Integer> copies(String bootstrapServers) {
    Map<String, Integer> copies = new HashMap<>();
    read(bootstrapServers).forEach(record -> copies.merge(id(record), 1, Integer::sum));
    return copies;
  }

  /** Which partition each thread's messages are in. */
  static Map<String, Integer> partitions(String bootstrapServers) {
    Map<String, Integer> partitions = new HashMap<>();
    read(bootstrapServers)
        .forEach(
            record -> partitions.put(((Message) record.value()).getThreadId(), record.partition()));
    return partitions;
  }

  private static String id(ConsumerRecord<byte[], SpecificRecord> record) {
    return ((Message) record.value()).getMessageId();
  }

  private static List<ConsumerRecord<byte[], SpecificRecord>> read(String bootstrapServers) {
    Settings settings = Settings.of(Map.of("schema.registry.url", SharedRegistry.url()));
    try (TopicReader<SpecificRecord> reader =
        new TopicReader<>(
            bootstrapServers, Topics.MESSAGES.name(), ValueSerdes.deserializer(settings))) {
      return reader.readOn();
    }
  }
}
