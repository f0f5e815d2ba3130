package io.threadmark.it;

import io.threadmark.schema.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What an erasure of dead letters leaves that is killed: an open transaction and its settings. */
final class KilledErasure implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;

  private KilledErasure(KafkaProducer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  static KilledErasure of(Threadmark threadmark, int partition) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", threadmark.bootstrapServers()))) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, Topics.DEAD_LETTERS.name()),
                  List.of(set("message.timestamp.type", "CreateTime"), set("segment.ms", "1"))))
          .all()
          .get();
    }
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                threadmark.bootstrapServers(),
                "transactional.id",
                "threadmark-dead-letters-erase"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
    producer.beginTransaction();
    producer
        .send(
            new ProducerRecord<>(
                Topics.DEAD_LETTERS.name(), partition, new byte[0], new byte[] {1}))
        .get();
    return new KilledErasure(producer);
  }

  /** Whether it could still commit, if it was not killed after all. */
  boolean canGoOn() {
    try {
      producer.commitTransaction();
      return true;
    } catch (KafkaException e) {
      return false;
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }

  private static AlterConfigOp set(String name, String value) {
    return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
  }
}
