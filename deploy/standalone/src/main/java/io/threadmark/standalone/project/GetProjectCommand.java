package io.threadmark.standalone.project;

import io.threadmark.standalone.cli.Console;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParentCommand;

/** {@code bin/threadmark project get}. */
@Command(
    name = "get",
    description = "Show the settings of a project as JSON.",
    footer = ProjectCommand.KEY)
final class GetProjectCommand implements Callable<Integer> {
  @ParentCommand private ProjectCommand project;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Console.standardOutput().line(project.client().get().toPrettyString());
    return ExitCode.OK;
  }
}
