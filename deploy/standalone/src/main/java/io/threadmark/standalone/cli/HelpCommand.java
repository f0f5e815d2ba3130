package io.threadmark.standalone.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code help}: the same as {@code --help} of any command. */
@Command(name = "help", description = "Tell what a command does and takes.")
public final class HelpCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "The command to tell of, such as 'topics create'; without it, all are listed.")
  private List<String> words = new ArrayList<>();

  @Override
  public void run() {
    CommandLine told = spec.root().commandLine();
    for (String word : words) {
      CommandLine below = told.getSubcommands().get(word);
      if (below == null) {
        throw new UnmatchedArgumentException(told, List.of(word));
      }
      told = below;
    }
    told.usage(spec.commandLine().getOut());
  }
}
