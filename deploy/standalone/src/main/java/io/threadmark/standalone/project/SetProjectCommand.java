package io.threadmark.standalone.project;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.standalone.cli.Console;
import io.threadmark.standalone.cli.InputFile;
import io.threadmark.standalone.cli.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code bin/threadmark project set}. */
@Command(
    name = "set",
    description = "Put the settings of a project: those of the file replace all that there are.",
    footer = ProjectCommand.KEY)
final class SetProjectCommand implements Callable<Integer> {
  @ParentCommand private ProjectCommand project;

  @Parameters(paramLabel = "FILE", description = "A file of settings as JSON; - is standard input.")
  private String file;

  /** The file of settings; {@code -} for standard input. */
  String file() {
    return file;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    ProjectClient client = project.client();
    JsonNode settings = client.put(read());
    Console.standardOutput()
        .line(
            "The settings of the project %s were put at %s."
                .formatted(
                    Printable.of(settings.path("project_id").asText()),
                    settings.path("updated_at").asText()));
    return ExitCode.OK;
  }

  private byte[] read() throws IOException {
    try (InputStream in = InputFile.open(file)) {
      return in.readAllBytes();
    }
  }
}
