package io.threadmark.standalone.deadletters;

import io.threadmark.standalone.cli.WholeNumber;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bin/threadmark dead-letters list}. */
@Command(name = "list", description = "List dead letters, the newest last.")
final class ListLettersCommand extends LettersCommand {
  @Mixin private FilterOptions which;

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = Limit.class,
      defaultValue = "1000",
      description = "How many of the newest to list (usually ${DEFAULT-VALUE}).")
  private int limit;

  /** Which letters to list. */
  LetterFilter filter() {
    return which.filter();
  }

  /** How many of the newest to list. */
  int limit() {
    return limit;
  }

  @Override
  int run(OpenedLetters letters) throws InterruptedException {
    LetterFilter filter = filter();
    DeadLetterList list = new DeadLetterList(filter, limit);
    letters.topic().readAll(filter.after(), list);
    list.lines().forEach(letters.console()::line);
    return report(list.problems());
  }

  private static final class Limit extends WholeNumber {
    Limit() {
      super(1, 100_000);
    }
  }
}
