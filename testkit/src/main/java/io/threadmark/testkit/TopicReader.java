package io.threadmark.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads the committed records of a topic, in a partition in their order. */
public final class TopicReader<V> implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], V> consumer;
  private final List<TopicPartition> partitions;

  /** A reader that has read nothing yet. */
  public TopicReader(String bootstrapServers, String topic, Deserializer<V> values) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", bootstrapServers,
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            values);
    partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** A reader of bytes as they stand there. */
  public static TopicReader<byte[]> ofBytes(String bootstrapServers, String topic) {
    return new TopicReader<>(bootstrapServers, topic, new ByteArrayDeserializer());
  }

  /** What it has not read yet, up to the ends as they are now. */
  public List<ConsumerRecord<byte[], V>> readOn() {
    List<ConsumerRecord<byte[], V>> records = new ArrayList<>();
    readOn(records::add);
    return records;
  }

  /** The same one by one, for what is too much to be held at once. */
  public void readOn(Consumer<ConsumerRecord<byte[], V>> each) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (partitions.stream().anyMatch(at -> consumer.position(at) < ends.get(at))) {
      consumer.poll(POLL).forEach(each);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
