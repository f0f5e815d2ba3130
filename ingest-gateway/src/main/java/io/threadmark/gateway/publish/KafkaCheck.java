package io.threadmark.gateway.publish;

import io.threadmark.gateway.event.EventType;
import io.threadmark.schema.ReceiptKeys;
import io.threadmark.schema.TopicProvisioner;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;

/** Whether Kafka answers and has the topics, and whether the producer knows their partitions. */
public final class KafkaCheck implements Check {
  private static final int TIMEOUT_SECONDS = 10;
  private static final int PAUSE_MS = 20;

  private final Admin admin;
  private final TopicProvisioner topics;
  private final Producer<byte[], byte[]> producer;
  private final Receipts receipts;

  /**
   * @param topics tells what is wrong with the topics
   * @param receipts signed with the cluster's id, where nothing else signs them
   */
  public KafkaCheck(
      Admin admin, TopicProvisioner topics, Producer<byte[], byte[]> producer, Receipts receipts) {
    this.admin = admin;
    this.topics = topics;
    this.producer = producer;
    this.receipts = receipts;
  }

  @Override
  public List<String> problems() throws InterruptedException {
    try {
      String clusterId = admin.describeCluster().clusterId().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      if (!receipts.canSign()) {
        receipts.signWith(ReceiptKeys.ofText(clusterId));
      }
      List<String> problems = topics.problems();
      if (problems.isEmpty()) {
        for (EventType type : EventType.values()) {
          awaitPartitions(type.topic().name());
        }
      }
      return problems;
    } catch (ExecutionException e) {
      return List.of("Kafka does not answer: " + e.getCause().getMessage());
    } catch (TimeoutException e) {
      return List.of("Kafka does not answer within " + TIMEOUT_SECONDS + " s");
    } catch (KafkaException e) {
      return List.of("Kafka does not answer: " + e.getMessage());
    }
  }

  /** The producer itself never waits; it keeps what it once knows. */
  private void awaitPartitions(String topic) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    while (true) {
      try {
        producer.partitionsFor(topic);
        return;
      } catch (org.apache.kafka.common.errors.TimeoutException e) {
        if (System.nanoTime() - deadline > 0) {
          throw e;
        }
        Thread.sleep(PAUSE_MS);
      }
    }
  }
}
