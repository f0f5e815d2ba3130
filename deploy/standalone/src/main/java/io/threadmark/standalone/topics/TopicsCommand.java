package io.threadmark.standalone.topics;

import io.threadmark.schema.Topics;
import io.threadmark.schema.settings.Settings;
import io.threadmark.standalone.cli.CommandGroup;
import io.threadmark.standalone.cli.Console;
import io.threadmark.standalone.cli.WholeNumber;
import io.threadmark.standalone.cluster.ClusterSettings;
import io.threadmark.standalone.cluster.DataOption;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code bin/threadmark topics}: creates the topics, or shows and checks them. */
@Command(
    name = "topics",
    description = "Create the topics of Threadmark in Kafka, or show and check them.",
    subcommands = {CreateTopicsCommand.class, DescribeTopicsCommand.class})
public final class TopicsCommand extends CommandGroup {
  @Option(
      names = "--partitions",
      paramLabel = "N",
      scope = ScopeType.INHERIT,
      converter = Partitions.class,
      description =
          "How many partitions every topic has. Without it, THREADMARK_TOPICS_PARTITIONS, else what"
              + " the topics have that are there, else "
              + Topics.DEFAULT_PARTITIONS
              + ".")
  private Integer partitions;

  @Mixin private DataOption data;

  /** How many partitions topics have or are to have, if it was said. */
  Optional<Integer> partitions() {
    return Optional.ofNullable(partitions);
  }

  /** Which cluster is meant. */
  DataOption data() {
    return data;
  }

  /** The topics of the cluster that is meant. */
  ClusterTopics cluster() {
    return new ClusterTopics(
        ClusterSettings.of(
            Settings.fromEnvironment(System.getenv()), data.endpoints(), data.isNamed()),
        partitions(),
        Console.standardOutput());
  }

  private static final class Partitions extends WholeNumber {
    Partitions() {
      super(1, 10_000);
    }
  }
}
