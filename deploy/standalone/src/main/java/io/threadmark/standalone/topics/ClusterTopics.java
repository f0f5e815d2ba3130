package io.threadmark.standalone.topics;

import io.threadmark.schema.TopicProvisioner;
import io.threadmark.schema.Topics;
import io.threadmark.schema.settings.Setting;
import io.threadmark.schema.settings.Settings;
import io.threadmark.standalone.cli.CommandFailedException;
import io.threadmark.standalone.cli.Console;
import io.threadmark.standalone.cli.Waiting;
import io.threadmark.standalone.cluster.ClusterSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import picocli.CommandLine.ExitCode;

/** The topics of a cluster: creates them, or shows and checks them, and returns the exit status. */
final class ClusterTopics {
  private static final Setting<String> PARTITIONS =
      Setting.text("topics.partitions", "", "partitions of every topic");
  private static final int USUAL_REPLICAS = 3;

  private final Settings settings;
  private final Optional<Integer> askedPartitions;
  private final Console console;

  /**
   * @param askedPartitions how many partitions topics have or are to have, if it was said
   */
  ClusterTopics(Settings settings, Optional<Integer> askedPartitions, Console console) {
    this.settings = settings;
    this.askedPartitions = askedPartitions;
    this.console = console;
  }

  /**
   * Creates those that are missing.
   *
   * @param askedReplicas how many copies of each are to be kept, if it was said
   */
  int create(Optional<Integer> askedReplicas) throws InterruptedException {
    try (Admin admin = Admin.create(ClusterSettings.admin(settings))) {
      return create(admin, brokers(new Cluster(admin)), askedReplicas);
    }
  }

  /** Shows and checks those that are there. */
  int describe() throws InterruptedException {
    try (Admin admin = Admin.create(ClusterSettings.admin(settings))) {
      Cluster cluster = new Cluster(admin);
      brokers(cluster);
      return describe(admin, cluster);
    }
  }

  private int brokers(Cluster cluster) throws InterruptedException {
    try {
      return cluster.brokers();
    } catch (CommandFailedException e) {
      throw new CommandFailedException(
          "Kafka does not answer at %s: %s".formatted(bootstrap(), e.getMessage()), e);
    }
  }

  private int create(Admin admin, int brokers, Optional<Integer> askedReplicas)
      throws InterruptedException {
    int replicas = askedReplicas.orElse(Math.min(USUAL_REPLICAS, brokers));
    if (replicas > brokers) {
      throw new CommandFailedException(
          "--replicas %d is more than the cluster's %d brokers".formatted(replicas, brokers));
    }
    Map<String, TopicDescription> present = new TopicProvisioner(admin, 1, replicas).describe();
    int partitions = partitions(present);
    TopicProvisioner topics = new TopicProvisioner(admin, partitions, replicas);
    List<String> created = topics.createMissing();
    created.forEach(name -> console.line("created %s, %d partitions".formatted(name, partitions)));
    console.line("%d created, %d were there".formatted(created.size(), present.size()));
    Waiting.until("the new topics", CreatedTopics.PATIENCE, new CreatedTopics(topics));
    return report(topics.problems());
  }

  private int describe(Admin admin, Cluster cluster) throws InterruptedException {
    Map<String, TopicDescription> described = new TopicProvisioner(admin, 1, 1).describe();
    List<TopicState> states = cluster.states(described);
    TopicTable.of(states).forEach(console::line);
    console.line(
        "\nmessages: offsets between the two ends; compaction and transactions leave fewer to read");
    List<String> problems =
        new ArrayList<>(new TopicProvisioner(admin, partitions(described), 1).problems());
    states.forEach(state -> problems.addAll(state.problems()));
    return report(problems);
  }

  /** What is asked for, else what the topics have that are there, since all must have the same. */
  private int partitions(Map<String, TopicDescription> present) {
    Optional<Integer> configured =
        Optional.of(settings.get(PARTITIONS))
            .filter(text -> !text.isBlank())
            .map(text -> Math.toIntExact(settings.get(ClusterSettings.PARTITIONS)));
    Optional<Integer> actual =
        present.values().stream().map(topic -> topic.partitions().size()).findFirst();
    return askedPartitions.or(() -> configured).or(() -> actual).orElse(Topics.DEFAULT_PARTITIONS);
  }

  private static int report(List<String> problems) {
    problems.forEach(problem -> System.err.println("threadmark: " + problem));
    return problems.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private String bootstrap() {
    return settings.get(ClusterSettings.BOOTSTRAP);
  }
}
