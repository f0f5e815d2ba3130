package io.threadmark.standalone.topics;

import io.threadmark.schema.TopicProvisioner;
import io.threadmark.schema.Topics;
import io.threadmark.schema.settings.Setting;
import io.threadmark.schema.settings.Settings;
import io.threadmark.standalone.cli.Command;
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

/** {@code bin/threadmark topics}: creates the topics, or shows and checks them. */
final class TopicsMain {
  private static final Setting<String> PARTITIONS =
      Setting.text("topics.partitions", "", "partitions of every topic");
  private static final int USUAL_REPLICAS = 3;

  private final TopicsOptions options;
  private final Settings settings;
  private final Console console;

  private TopicsMain(TopicsOptions options, Settings settings, Console console) {
    this.options = options;
    this.settings = settings;
    this.console = console;
  }

  public static void main(String[] arguments) {
    System.exit(
        Command.exitStatus(
            () -> {
              TopicsOptions options = TopicsOptions.parse(arguments);
              Settings settings =
                  ClusterSettings.of(
                      Settings.fromEnvironment(System.getenv()),
                      options.endpoints(),
                      options.dataNamed());
              return new TopicsMain(options, settings, Console.standardOutput()).run();
            }));
  }

  private int run() throws InterruptedException {
    try (Admin admin = Admin.create(ClusterSettings.admin(settings))) {
      Cluster cluster = new Cluster(admin);
      int brokers = brokers(cluster);
      return options.action() == TopicsOptions.Action.CREATE
          ? create(admin, brokers)
          : describe(admin, cluster);
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

  private int create(Admin admin, int brokers) throws InterruptedException {
    int replicas = options.replicas().orElse(Math.min(USUAL_REPLICAS, brokers));
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
    return options
        .partitions()
        .or(() -> configured)
        .or(() -> actual)
        .orElse(Topics.DEFAULT_PARTITIONS);
  }

  private static int report(List<String> problems) {
    problems.forEach(problem -> System.err.println("threadmark: " + problem));
    return problems.isEmpty() ? Command.DONE : Command.FAILED;
  }

  private String bootstrap() {
    return settings.get(ClusterSettings.BOOTSTRAP);
  }
}
