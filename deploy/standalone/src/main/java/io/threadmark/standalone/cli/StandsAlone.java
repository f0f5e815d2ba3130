package io.threadmark.standalone.cli;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Refuses a value of an option that takes none, such as {@code --reset=false}. */
public final class StandsAlone implements IParameterPreprocessor {
  private static final String SEPARATOR = "separator";

  @Override
  @SuppressWarnings("JdkObsolete") // the type is the library's
  public boolean preprocess(
      Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> details) {
    if (details.get(SEPARATOR).equals(command.parser().separator())) {
      throw new ParameterException(
          command.commandLine(), ((OptionSpec) option).longestName() + " takes no value");
    }
    return false;
  }
}
