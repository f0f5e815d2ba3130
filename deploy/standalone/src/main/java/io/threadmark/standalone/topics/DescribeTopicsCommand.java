package io.threadmark.standalone.topics;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code bin/threadmark topics describe}. */
@Command(name = "describe", description = "Show and check the topics that are there.")
final class DescribeTopicsCommand implements Callable<Integer> {
  @ParentCommand private TopicsCommand topics;

  @Override
  public Integer call() throws InterruptedException {
    return topics.cluster().describe();
  }
}
