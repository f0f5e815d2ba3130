package io.threadmark.processor.export.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.export.Cut;
import io.threadmark.schema.settings.TopicIdentity;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Tells which cut a package is made of: of which topic, and up to where of each partition. */
final class Snapshots {
  private final Admin admin;
  private final String changelog;
  private volatile ObjectNode topic;

  /**
   * @param changelog the topic that positions are of
   */
  Snapshots(Admin admin, String changelog) {
    this.admin = admin;
    this.changelog = changelog;
  }

  /**
   * The cut, as a manifest tells it.
   *
   * @throws NotAvailableException where Kafka does not tell what the topic is
   */
  ObjectNode of(Cut cut) {
    ObjectNode told = topic().deepCopy();
    ObjectNode positions = told.putObject("positions");
    cut.positions().forEach((partition, offset) -> positions.put(partition.toString(), offset));
    return told;
  }

  private ObjectNode topic() {
    ObjectNode known = topic;
    if (known == null) {
      known = ask();
      topic = known;
    }
    return known;
  }

  private ObjectNode ask() {
    try {
      return JsonNodeFactory.instance
          .objectNode()
          .put("cluster_id", TopicIdentity.answer(admin.describeCluster().clusterId()))
          .put("topic", changelog)
          .put("topic_id", TopicIdentity.ask(admin, changelog).id().toString());
    } catch (KafkaException e) {
      throw new NotAvailableException("Kafka does not tell what is exported", e);
    }
  }
}
