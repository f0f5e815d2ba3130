package io.threadmark.it;

import io.threadmark.schema.TopicProvisioner;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** The topics that the gateway and the processor need. */
final class ApplicationTopics {

  private ApplicationTopics() {}

  /** Creates those that are missing, a replica each. */
  static void create(String bootstrapServers, int partitions) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      new TopicProvisioner(admin, partitions, 1).createMissing();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
