package io.threadmark.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.standalone.cli.Execution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Holds for every command that there is, whatever it does. */
class CommandTreeTest {

  /** Every command, by the words that lead to it; none for the script itself. */
  static Stream<List<String>> commands() {
    return below(List.of(), Threadmark.commandLine());
  }

  @Test
  void hasTheCommandsThatAreDocumented() {
    assertThat(commands().map(words -> String.join(" ", words)))
        .containsExactlyInAnyOrder(
            "",
            "dev",
            "gateway",
            "processor",
            "topics",
            "topics create",
            "topics describe",
            "load",
            "export",
            "export follow",
            "export compact",
            "project",
            "project get",
            "project set",
            "dead-letters",
            "dead-letters list",
            "dead-letters show",
            "dead-letters replay",
            "dead-letters erase",
            "help",
            "version");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpTellsOfEveryOptionAndOperand(List<String> words) {
    CommandSpec command = spec(words);
    assertThat(description(command.usageMessage().description())).isNotBlank();
    for (String option : List.of("--help", "-h")) {
      Execution help = execute(words, option);

      assertThat(help.status()).isZero();
      assertThat(help.errors()).isEmpty();
      assertThat(help.output()).startsWith("Usage: " + command.qualifiedName());
      String told = flat(help.output());
      assertThat(told).contains(flat(description(command.usageMessage().description())));
      for (ArgSpec argument : command.args()) {
        assertThat(description(argument.description())).as(argument.toString()).isNotBlank();
        assertThat(told).contains(flat(description(argument.description())));
        assertThat(told).contains(names(argument));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpTellsOfTheCommandsBelow(List<String> words) {
    String help = execute(words, "--help").output();

    spec(words)
        .subcommands()
        .forEach(
            (name, below) ->
                assertThat(flat(help))
                    .contains(
                        flat(
                            name
                                + " "
                                + description(
                                    below.getCommandSpec().usageMessage().description()))));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpIsTheSameInAllItsSpellings(List<String> words) {
    List<String> help = new ArrayList<>(words);
    help.add(0, "help");

    assertThat(execute(help)).isEqualTo(execute(words, "--help"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void anOptionThatIsNearToNoneIsNamedAlone(List<String> words) {
    Execution refused = execute(words, "--zzzzzzzz=s3cret");

    assertThat(refused).isEqualTo(misused(words, "unknown option --zzzzzzzz"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aMisspeltOptionIsNamedWithTheOneThatIsMeant(List<String> words) {
    for (OptionSpec option : spec(words).options()) {
      String meant = option.longestName();
      String typed = meant + "x";

      assertThat(execute(words, typed))
          .isEqualTo(misused(words, "unknown option %s; did you mean %s?".formatted(typed, meant)));
    }
  }

  /** Where a command takes an operand itself, what is no command below it is that. */
  @ParameterizedTest
  @MethodSource("commands")
  void aMisspeltCommandIsNamedWithTheOneThatIsMeant(List<String> words) {
    if (!spec(words).positionalParameters().isEmpty()) {
      return;
    }
    for (String meant : below(spec(words).commandLine())) {
      Execution refused = execute(words, meant + "x");

      assertThat(refused.status()).isEqualTo(2);
      assertThat(refused.output()).isEmpty();
      assertThat(refused.errors())
          .startsWith("threadmark: unknown command '%sx'; did you mean ".formatted(meant))
          .contains(meant + "?");
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void anOptionWithoutItsValueIsNamed(List<String> words) {
    for (OptionSpec option : spec(words).options()) {
      if (option.arity().min() > 0) {
        assertThat(execute(words, option.longestName()))
            .isEqualTo(misused(words, option.longestName() + " needs a value"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void anOptionThatTakesNoValueIsNamed(List<String> words) {
    for (OptionSpec option : spec(words).options()) {
      if (option.arity().max() == 0 && !option.usageHelp() && !option.versionHelp()) {
        assertThat(execute(words, option.longestName() + "=true"))
            .isEqualTo(misused(words, option.longestName() + " takes no value"));
      }
    }
  }

  @Test
  void followingIsSpelledAsAnOptionToo() {
    assertThat(execute(List.of("export", "--follow", "--help")))
        .isEqualTo(execute(List.of("export", "follow", "--help")));
    assertThat(execute(List.of("export", "--follow")).errors())
        .startsWith("threadmark: ")
        .contains("--to");
  }

  @Test
  void withoutACommandAllAreTold() {
    assertThat(execute(List.of())).isEqualTo(execute(List.of(), "--help"));
  }

  @Test
  void theVersionIsToldInBothSpellings() {
    Execution version = execute(List.of("version"));

    assertThat(version.status()).isZero();
    assertThat(version.output()).startsWith("threadmark ");
    assertThat(version).isEqualTo(execute(List.of(), "--version"));
  }

  @Test
  void helpOfACommandThatIsNotThereIsRefused() {
    assertThat(execute(List.of("help", "topic")).errors())
        .startsWith("threadmark: unknown command 'topic'; did you mean topics?\n");
    assertThat(execute(List.of("help", "topics", "crate")).errors())
        .startsWith("threadmark: unknown command 'crate'; did you mean create?");
    assertThat(execute(List.of("help", "topics", "crate")).status()).isEqualTo(2);
  }

  private static Stream<List<String>> below(List<String> words, CommandLine line) {
    return Stream.concat(
        Stream.of(words),
        below(line).stream()
            .flatMap(
                name -> {
                  List<String> longer = new ArrayList<>(words);
                  longer.add(name);
                  return below(longer, line.getSubcommands().get(name));
                }));
  }

  /** The names of the commands below one; another spelling of a name is none. */
  private static List<String> below(CommandLine line) {
    return line.getSubcommands().values().stream()
        .map(CommandLine::getCommandName)
        .distinct()
        .toList();
  }

  private static CommandSpec spec(List<String> words) {
    CommandLine line = Threadmark.commandLine();
    for (String word : words) {
      line = line.getSubcommands().get(word);
    }
    return line.getCommandSpec();
  }

  private static Execution execute(List<String> words, String... more) {
    return Execution.of(
        Threadmark.commandLine(),
        Stream.concat(words.stream(), Arrays.stream(more)).toArray(String[]::new));
  }

  private static Execution misused(List<String> words, String message) {
    String help = String.join(" ", Stream.concat(words.stream(), Stream.of("--help")).toList());
    return new Execution(
        2, "", "threadmark: %s\nSee 'bin/threadmark %s'.\n".formatted(message, help));
  }

  private static List<String> names(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? List.of(option.names())
        : List.of(argument.paramLabel());
  }

  private static String description(String... lines) {
    return String.join(" ", lines);
  }

  /** The text without its line ends and columns. */
  private static String flat(String text) {
    return text.replaceAll("\\s+", " ");
  }
}
