package io.threadmark.it;

import io.threadmark.schema.TopicProvisioner;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** A Kafka cluster for tests. */
interface TestKafka extends AutoCloseable {

  /**
   * The cluster that this run is about: a broker in this JVM, or one in a container where the
   * system property {@code threadmark.kafka} is {@code container}, as the profile {@code
   * containers} sets it.
   */
  static TestKafka start() {
    return ContainerKafka.isWanted() ? ContainerKafka.started() : new EmbeddedKafka();
  }

  /** Where clients bootstrap from. */
  String bootstrapServers();

  /** Creates the topics of the application, a replica each. */
  default void createTopics(int partitions) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      new TopicProvisioner(admin, partitions, 1).createMissing();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  void close();
}
