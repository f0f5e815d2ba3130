package io.threadmark.compatibility;

import io.threadmark.schema.Topic;
import io.threadmark.testkit.TopicReader;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Records of topics as they stand there, bytes. */
final class TopicBytes implements AutoCloseable {
  private final String kafka;
  private final KafkaProducer<byte[], byte[]> producer;

  TopicBytes(String kafka) {
    this.kafka = kafka;
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Everything that a topic holds now. */
  List<ConsumerRecord<byte[], byte[]>> read(Topic topic) {
    try (TopicReader<byte[]> reader = TopicReader.ofBytes(kafka, topic.name())) {
      return reader.readOn();
    }
  }

  /** Writes one record and waits until it is there; Kafka's default partitioner. */
  void write(Topic topic, byte[] key, byte[] value) throws InterruptedException {
    try {
      producer.send(new ProducerRecord<>(topic.name(), key, value)).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
