package io.threadmark.processor.runtime;

import io.threadmark.processor.stage.StoreWrites;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Counts the records of a changelog that the producers of Kafka Streams send. */
public final class ChangelogInterceptor implements ProducerInterceptor<byte[], byte[]> {
  /** Where the settings have the topic, and what is told. */
  static final String TOPIC = "threadmark.changelog.topic";

  static final String WRITES = "threadmark.changelog.writes";

  private String topic;
  private StoreWrites writes;

  @Override
  public void configure(Map<String, ?> config) {
    topic = (String) config.get(TOPIC);
    writes = (StoreWrites) config.get(WRITES);
  }

  @Override
  public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
    if (record.topic().equals(topic)) {
      writes.of(record.partition()).sent();
    }
    return record;
  }

  @Override
  public void onAcknowledgement(RecordMetadata metadata, Exception failure) {
    if (metadata != null && metadata.topic().equals(topic)) {
      writes.of(metadata.partition()).answered();
    }
  }

  @Override
  public void close() {
    // it holds nothing
  }
}
