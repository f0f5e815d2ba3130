package io.threadmark.standalone.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that does nothing itself, and has others below it. */
public abstract class CommandGroup implements Runnable {
  @Spec private CommandSpec spec;

  /**
   * Refuses to run.
   *
   * @throws ParameterException always, saying which commands there are
   */
  @Override
  public final void run() {
    throw new ParameterException(spec.commandLine(), choices(spec));
  }

  /** Which commands a group has, in a sentence. */
  static String choices(CommandSpec group) {
    List<String> names =
        group.subcommands().values().stream().map(CommandLine::getCommandName).distinct().toList();
    int last = names.size() - 1;
    return "%s takes one of %s and %s"
        .formatted(group.name(), String.join(", ", names.subList(0, last)), names.get(last));
  }
}
