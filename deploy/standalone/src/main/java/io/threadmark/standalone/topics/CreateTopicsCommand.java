package io.threadmark.standalone.topics;

import io.threadmark.standalone.cli.WholeNumber;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code bin/threadmark topics create}. */
@Command(name = "create", description = "Create the topics that are missing.")
final class CreateTopicsCommand implements Callable<Integer> {
  @ParentCommand private TopicsCommand topics;

  @Option(
      names = "--replicas",
      paramLabel = "N",
      converter = Replicas.class,
      description =
          "How many copies of each partition are kept. Without it, 3, or as many as the cluster has"
              + " brokers if these are fewer.")
  private Integer replicas;

  @Override
  public Integer call() throws InterruptedException {
    return topics.cluster().create(Optional.ofNullable(replicas));
  }

  private static final class Replicas extends WholeNumber {
    Replicas() {
      super(1, Short.MAX_VALUE);
    }
  }
}
