package io.threadmark.standalone.cli;

import io.threadmark.schema.rule.NearestNames;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Tells on standard error what is wrong with a command line: which option or operand, what stands
 * nearest to a misspelt name, and where to read more. A value is told only where its converter
 * does, since any other may be a secret that came to the wrong place.
 */
final class MisuseReport implements IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException misuse, String[] arguments) {
    CommandSpec spec = misuse.getCommandLine().getCommandSpec();
    PrintWriter errors = misuse.getCommandLine().getErr();
    errors.println("threadmark: " + message(misuse, spec, arguments));
    errors.println("See '" + helpFor(spec) + "'.");
    return ExitCode.USAGE;
  }

  private static String message(ParameterException misuse, CommandSpec spec, String[] arguments) {
    if (misuse instanceof UnmatchedArgumentException unmatched) {
      return unknown(unmatched, spec);
    }
    if (misuse instanceof MissingParameterException missing) {
      // What is missing may be told only because an option before it was not known.
      Optional<String> option = unknownOption(arguments, spec);
      if (option.isPresent()) {
        return unknown(
            new UnmatchedArgumentException(spec.commandLine(), List.of(option.get())), spec);
      }
      return missing.getMissing().stream()
          .map(
              argument -> name(argument) + (argument.isOption() ? " needs a value" : " is missing"))
          .collect(Collectors.joining(", "));
    }
    if (misuse instanceof OverwrittenOptionException twice) {
      return name(twice.getOverwritten()) + " is given twice";
    }
    if (misuse.getCause() instanceof TypeConversionException wrong) {
      return name(misuse.getArgSpec()) + " " + wrong.getMessage();
    }
    return misuse.getMessage();
  }

  private static Optional<String> unknownOption(String[] arguments, CommandSpec spec) {
    return Stream.of(arguments)
        .filter(MisuseReport::isOption)
        .filter(argument -> !spec.names().contains(argument))
        .filter(argument -> !spec.optionsMap().containsKey(withoutValue(argument)))
        .findFirst();
  }

  private static String unknown(UnmatchedArgumentException unmatched, CommandSpec spec) {
    String argument = unmatched.getUnmatched().get(0);
    if (isOption(argument)) {
      String typed = withoutValue(argument);
      List<String> nearest = NearestNames.of(typed, spec.optionsMap().keySet());
      return "unknown option "
          + Printable.of(typed)
          + didYouMean(nearest.isEmpty() ? unmatched.getSuggestions() : nearest);
    }
    Set<String> commands = spec.subcommands().keySet();
    if (commands.isEmpty()) {
      return "'%s' is not understood here".formatted(Printable.of(argument));
    }
    return "unknown command '%s'".formatted(Printable.of(argument))
        + didYouMean(NearestNames.of(argument, commands))
        + (spec.userObject() instanceof CommandGroup ? "; " + CommandGroup.choices(spec) : "");
  }

  private static String didYouMean(List<String> names) {
    return names.isEmpty() ? "" : "; did you mean " + String.join(" or ", names) + "?";
  }

  private static boolean isOption(String argument) {
    return argument.startsWith("-") && argument.length() > 1;
  }

  private static String withoutValue(String option) {
    int equals = option.indexOf('=');
    return equals < 0 ? option : option.substring(0, equals);
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private static String helpFor(CommandSpec spec) {
    List<String> words = new ArrayList<>(List.of("--help"));
    for (CommandLine line = spec.commandLine(); line.getParent() != null; line = line.getParent()) {
      words.add(0, line.getCommandName());
    }
    return ShellCommand.of(words);
  }
}
