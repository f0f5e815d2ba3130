package io.threadmark.standalone.export;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.standalone.cli.Console;
import io.threadmark.standalone.cluster.GatewayClient;
import io.threadmark.standalone.cluster.GatewayOption;
import io.threadmark.standalone.follow.CompactCommand;
import io.threadmark.standalone.follow.FollowCommand;
import io.threadmark.standalone.load.EventsClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bin/threadmark export}: from filters to a dataset in a folder. */
@Command(
    name = "export",
    description = "Make a dataset of what was labeled, and put it into a folder.",
    subcommands = {FollowCommand.class, CompactCommand.class},
    footer = {
      "Of options that take several values (NAMES, IDS, ...) these are between commas, or the option",
      "is given again; \\, is a comma within a value. Which formats there are, docs/datasets.md says.",
      "THREADMARK_API_KEY in the environment is the key, where the gateway wants one."
    })
public final class ExportCommand implements Callable<Integer> {
  private static final Duration CANCEL = Duration.ofSeconds(5);

  /** Not where there is a subcommand in its place; checked where there is none. */
  @Parameters(
      arity = "0..1",
      paramLabel = "FORMAT",
      description = "The format, such as sft, preference, kto, openai-chat or feedback.")
  private String format;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description =
          "Where to put it: a folder that is not there yet, or is empty (usually"
              + " threadmark-FORMAT).")
  private Path output;

  @Mixin private DatasetOptions dataset;

  @Option(
      names = "--project",
      paramLabel = "NAME",
      description =
          "The project. Without it, the one that the key is for, or else the one named 'default'.")
  private String project;

  @Mixin private GatewayOption gateway;
  @Spec private CommandSpec spec;

  /** What is asked of the gateway. */
  JsonNode request() throws IOException {
    return dataset.json(format);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (format == null) {
      throw new ParameterException(spec.commandLine(), "missing FORMAT");
    }
    Path folder = output == null ? Path.of("threadmark-" + format) : output;
    JsonNode request = request();
    Console console = Console.standardOutput();
    try (TargetFolder target = TargetFolder.prepare(folder)) {
      export(request, target);
    }
    ExportReport.done(folder).forEach(console::line);
    return ExitCode.OK;
  }

  private void export(JsonNode request, TargetFolder target)
      throws IOException, InterruptedException {
    ExportClient client = client(GatewayClient.PATIENCE);
    String id = client.begin(request);
    Interruption interruption =
        Interruption.watch(
            () -> {
              client(CANCEL).cancel(id);
              target.close();
            });
    try {
      JsonNode made = new ExportWait(client, Console.standardError()).await(id);
      client.download(id, made, target.zip());
      target.publish();
    } finally {
      interruption.forget();
    }
  }

  private ExportClient client(Duration patience) {
    return new ExportClient(
        new GatewayClient(
            gateway.address(),
            EventsClient.key(System.getenv()),
            Optional.ofNullable(project),
            patience));
  }
}
