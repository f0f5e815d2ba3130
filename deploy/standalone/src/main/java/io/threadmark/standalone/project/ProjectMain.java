package io.threadmark.standalone.project;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.standalone.cli.Command;
import io.threadmark.standalone.cli.Console;
import io.threadmark.standalone.cli.InputFile;
import io.threadmark.standalone.cli.Printable;
import io.threadmark.standalone.load.EventsClient;
import java.io.IOException;
import java.io.InputStream;

/** {@code bin/threadmark project}: shows the settings of a project, or puts them. */
final class ProjectMain {
  private ProjectMain() {}

  public static void main(String[] arguments) {
    System.exit(Command.exitStatus(() -> run(arguments)));
  }

  private static int run(String[] arguments) throws IOException, InterruptedException {
    ProjectOptions options = ProjectOptions.parse(arguments);
    ProjectClient client =
        new ProjectClient(
            options.gateway(),
            EventsClient.key(System.getenv()),
            options.project(),
            ProjectClient.PATIENCE);
    Console console = Console.standardOutput();
    if (options.file().isEmpty()) {
      console.line(client.get().toPrettyString());
      return Command.DONE;
    }
    JsonNode settings = client.put(read(options.file().get()));
    console.line(
        "The settings of the project %s were put at %s."
            .formatted(
                Printable.of(settings.path("project_id").asText()),
                settings.path("updated_at").asText()));
    return Command.DONE;
  }

  private static byte[] read(String file) throws IOException {
    try (InputStream in = InputFile.open(file)) {
      return in.readAllBytes();
    }
  }
}
