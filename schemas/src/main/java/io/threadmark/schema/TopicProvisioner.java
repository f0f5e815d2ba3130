package io.threadmark.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics that are missing and checks those that are there. */
public final class TopicProvisioner {
  private final Admin admin;
  private final int partitions;
  private final int replicas;

  /**
   * @param partitions partitions of every topic
   * @param replicas copies of every partition; one of them may be away without stopping writes
   */
  public TopicProvisioner(Admin admin, int partitions, int replicas) {
    this.admin = admin;
    this.partitions = partitions;
    this.replicas = replicas;
  }

  /**
   * Creates every topic that is missing. Topics that exist stay as they are.
   *
   * @return the names of those created
   */
  public List<String> createMissing() throws InterruptedException {
    List<String> created = new ArrayList<>();
    Set<String> present = get(admin.listTopics().names());
    for (Topic topic : Topics.all()) {
      if (!present.contains(topic.name()) && create(topic)) {
        created.add(topic.name());
      }
    }
    return created;
  }

  /**
   * What is wrong with the topics, a sentence each; empty where all is well. The number of
   * partitions decides which task owns a key, so a differing one is never worked around.
   */
  public List<String> problems() throws InterruptedException {
    Map<String, TopicDescription> described = describe();
    List<String> problems = new ArrayList<>();
    for (Topic topic : Topics.all()) {
      TopicDescription description = described.get(topic.name());
      if (description == null) {
        problems.add("topic " + topic.name() + " is missing: run 'bin/threadmark topics create'");
      } else if (description.partitions().size() != partitions) {
        problems.add(
            "topic %s has %d partitions and %d are configured; the number never changes for an application id"
                .formatted(topic.name(), description.partitions().size(), partitions));
      }
    }
    return problems;
  }

  /** Those of the topics that exist, as the cluster describes them, in the order of the flow. */
  public Map<String, TopicDescription> describe() throws InterruptedException {
    Set<String> present = get(admin.listTopics().names());
    List<String> ours = Topics.all().stream().map(Topic::name).filter(present::contains).toList();
    Map<String, TopicDescription> described = get(admin.describeTopics(ours).allTopicNames());
    Map<String, TopicDescription> ordered = new LinkedHashMap<>();
    ours.forEach(name -> ordered.put(name, described.get(name)));
    return ordered;
  }

  private boolean create(Topic topic) throws InterruptedException {
    NewTopic wanted =
        new NewTopic(topic.name(), partitions, (short) replicas).configs(topic.config(replicas));
    try {
      get(admin.createTopics(List.of(wanted)).all());
      return true;
    } catch (TopicExistsException e) {
      return false; // another instance was faster
    }
  }

  private static <T> T get(org.apache.kafka.common.KafkaFuture<T> future)
      throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
