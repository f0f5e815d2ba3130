package io.threadmark.standalone.cli;

import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Makes command lines that all understand, refuse and fail in the same way. */
public final class CommandLineFactory {
  private static final int USAGE_WIDTH = 100;

  private CommandLineFactory() {}

  /**
   * The command line of a command and of all that are below it, each with {@code --help}.
   *
   * @param command an object whose class is annotated as a command
   */
  public static CommandLine create(Object command) {
    CommandLine line = new CommandLine(command);
    describe(line);
    return line
        // A key or a text such as @user is what it says, and no file of arguments.
        .setExpandAtFiles(false)
        .setUsageHelpWidth(USAGE_WIDTH)
        .setColorScheme(
            Help.defaultColorScheme(Console.standardOutput().colours() ? Ansi.ON : Ansi.OFF))
        .setParameterExceptionHandler(new MisuseReport())
        .setExecutionExceptionHandler(new FailureReport());
  }

  private static void describe(CommandLine line) {
    CommandSpec spec = line.getCommandSpec();
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .description("Tell what this command does and takes, and end.")
            .build());
    spec.usageMessage()
        .sortOptions(false)
        .descriptionHeading("%n")
        .parameterListHeading("%nParameters:%n")
        .optionListHeading("%nOptions:%n")
        .commandListHeading("%nCommands:%n")
        .footerHeading(spec.usageMessage().footer().length == 0 ? "" : "%n");
    if (spec.userObject() instanceof CommandGroup) {
      spec.usageMessage().synopsisSubcommandLabel("COMMAND");
    }
    // A command with another name besides is there twice.
    Set.copyOf(line.getSubcommands().values()).forEach(CommandLineFactory::describe);
  }
}
