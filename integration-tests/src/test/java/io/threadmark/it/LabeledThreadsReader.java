package io.threadmark.it;

import io.threadmark.schema.LabeledThread;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** A subscriber of the labeled threads: keeps the newest committed value of every key. */
final class LabeledThreadsReader implements AutoCloseable {
  static final String TOPIC = "threadmark.labeled-threads";

  private final KafkaConsumer<byte[], SpecificRecord> consumer;
  private final Map<String, LabeledThread> newest = new TreeMap<>();

  LabeledThreadsReader(String bootstrapServers, Deserializer<SpecificRecord> deserializer) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", bootstrapServers,
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            deserializer);
    List<TopicPartition> partitions =
        consumer.partitionsFor(TOPIC).stream()
            .map(info -> new TopicPartition(TOPIC, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Reads what has come, up to the ends as they are now. */
  Map<String, LabeledThread> read() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      for (ConsumerRecord<byte[], SpecificRecord> record : consumer.poll(Duration.ofMillis(100))) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
          newest.remove(key);
        } else {
          newest.put(key, (LabeledThread) record.value());
        }
      }
    }
    return newest;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
