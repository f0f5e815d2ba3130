package io.threadmark.standalone;

import io.threadmark.standalone.cli.CommandLineFactory;
import io.threadmark.standalone.cli.HelpCommand;
import io.threadmark.standalone.cli.ProductVersion;
import io.threadmark.standalone.cli.VersionCommand;
import io.threadmark.standalone.deadletters.DeadLettersCommand;
import io.threadmark.standalone.dev.DevCommand;
import io.threadmark.standalone.export.ExportCommand;
import io.threadmark.standalone.load.LoadCommand;
import io.threadmark.standalone.project.ProjectCommand;
import io.threadmark.standalone.role.GatewayCommand;
import io.threadmark.standalone.role.ProcessorCommand;
import io.threadmark.standalone.topics.TopicsCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** What {@code bin/threadmark} starts: the tree of its commands. */
@Command(
    name = "threadmark",
    description =
        "Threadmark turns what users say about an LLM application into labeled data, while it happens.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DevCommand.class,
      GatewayCommand.class,
      ProcessorCommand.class,
      TopicsCommand.class,
      LoadCommand.class,
      ExportCommand.class,
      ProjectCommand.class,
      DeadLettersCommand.class,
      HelpCommand.class,
      VersionCommand.class
    },
    versionProvider = ProductVersion.class,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:done", "1:failed", "2:not understood"},
    footer = {
      "Environment:",
      "  JAVA_HOME                   which Java to run",
      "  THREADMARK_JAVA_OPTS        more flags for it",
      "  THREADMARK_EXTRA_CLASSPATH  a folder of jars to add, such as another serializer",
      "  THREADMARK_LOG_FORMAT       json, for logs of a JSON object a line",
      "  THREADMARK_LOG_LEVEL        the least level that is logged",
      "  NO_COLOR                    anything, for no colours"
    })
public final class Threadmark implements Runnable {
  @Spec private CommandSpec spec;

  private Threadmark() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The command line of all commands. */
  static CommandLine commandLine() {
    CommandLine line = CommandLineFactory.create(new Threadmark());
    line.getCommandSpec()
        .addOption(
            OptionSpec.builder("--version")
                .versionHelp(true)
                .description("Tell which version of Threadmark this is, and end.")
                .build());
    return line;
  }

  /** Tells what there is to whoever names no command. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
