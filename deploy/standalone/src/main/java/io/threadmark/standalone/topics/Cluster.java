package io.threadmark.standalone.topics;

import io.threadmark.schema.Topic;
import io.threadmark.schema.Topics;
import io.threadmark.standalone.cli.CommandFailedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/** What a Kafka cluster says of our topics. */
final class Cluster {
  private final Admin admin;

  Cluster(Admin admin) {
    this.admin = admin;
  }

  /**
   * How many brokers it has.
   *
   * @throws CommandFailedException where it does not answer
   */
  int brokers() throws InterruptedException {
    return get(admin.describeCluster().nodes()).size();
  }

  /** Our topics as they are, in the order of the flow. */
  List<TopicState> states(Map<String, TopicDescription> described) throws InterruptedException {
    Map<String, Map<String, String>> configs = configs(described);
    Map<String, Long> messages = messages(described);
    List<TopicState> states = new ArrayList<>();
    for (Topic topic : Topics.all()) {
      TopicDescription description = described.get(topic.name());
      if (description != null) {
        states.add(
            new TopicState(
                topic,
                description.partitions().size(),
                description.partitions().get(0).replicas().size(),
                configs.get(topic.name()),
                messages.get(topic.name())));
      }
    }
    return states;
  }

  private Map<String, Map<String, String>> configs(Map<String, TopicDescription> described)
      throws InterruptedException {
    List<ConfigResource> resources =
        described.keySet().stream()
            .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
            .toList();
    Map<String, Map<String, String>> configs = new HashMap<>();
    get(admin.describeConfigs(resources).all())
        .forEach(
            (resource, config) ->
                configs.put(
                    resource.name(),
                    config.entries().stream()
                        .filter(entry -> entry.value() != null)
                        .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value))));
    return configs;
  }

  private Map<String, Long> messages(Map<String, TopicDescription> described)
      throws InterruptedException {
    Map<TopicPartition, ListOffsetsResultInfo> first = offsets(described, OffsetSpec.earliest());
    Map<TopicPartition, ListOffsetsResultInfo> last = offsets(described, OffsetSpec.latest());
    Map<String, Long> messages = new HashMap<>();
    last.forEach(
        (partition, end) ->
            messages.merge(
                partition.topic(), end.offset() - first.get(partition).offset(), Long::sum));
    return messages;
  }

  private Map<TopicPartition, ListOffsetsResultInfo> offsets(
      Map<String, TopicDescription> described, OffsetSpec which) throws InterruptedException {
    Map<TopicPartition, OffsetSpec> asked =
        described.values().stream()
            .flatMap(
                topic ->
                    topic.partitions().stream()
                        .map(part -> new TopicPartition(topic.name(), part.partition())))
            .collect(Collectors.toMap(Function.identity(), partition -> which));
    return get(admin.listOffsets(asked).all());
  }

  private static <T> T get(KafkaFuture<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new CommandFailedException(e.getCause().getMessage(), e);
    }
  }
}
