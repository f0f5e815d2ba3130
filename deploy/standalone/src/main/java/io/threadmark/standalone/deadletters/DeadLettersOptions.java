package io.threadmark.standalone.deadletters;

import io.threadmark.standalone.cli.Arguments;
import io.threadmark.standalone.cli.UsageException;
import io.threadmark.standalone.cluster.DataPath;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code bin/threadmark dead-letters} was asked for.
 *
 * @param action what to do
 * @param addresses the letters that are named one by one
 * @param filter which letters are meant where none is named
 * @param limit how many of the newest to list
 * @param erasure which letters to erase, where that is what to do
 * @param dryRun whether to say only what a replay or an erasure would do
 * @param endpoints the endpoints file of a {@code dev}
 * @param dataNamed whether that file was asked for, or is only the usual one
 */
record DeadLettersOptions(
    Action action,
    List<LetterAddress> addresses,
    LetterFilter filter,
    int limit,
    Optional<ErasureSelection> erasure,
    boolean dryRun,
    Path endpoints,
    boolean dataNamed) {
  static final int USUAL_LIMIT = 1_000;
  private static final int MOST_LISTED = 100_000;

  enum Action {
    LIST,
    SHOW,
    REPLAY,
    ERASE
  }

  static DeadLettersOptions parse(String[] arguments) {
    Action action = action(arguments);
    Arguments parsed = parse(action, Arrays.copyOfRange(arguments, 1, arguments.length));
    if (action == Action.LIST || action == Action.ERASE) {
      parsed.noOperands();
    }
    LetterFilter filter = LetterFilter.parse(parsed);
    List<LetterAddress> addresses = parsed.operands().stream().map(LetterAddress::parse).toList();
    if (action == Action.SHOW) {
      requireOne(addresses);
    }
    if (action == Action.REPLAY) {
      requireOneWay(addresses, filter, parsed.switches().contains("--all"));
    }
    return new DeadLettersOptions(
        action,
        addresses,
        filter,
        parsed.whole("--limit", 1, MOST_LISTED).orElse(USUAL_LIMIT),
        action == Action.ERASE
            ? Optional.of(ErasureSelection.parse(parsed, filter))
            : Optional.empty(),
        action == Action.ERASE ? !isConfirmed(parsed) : parsed.switches().contains("--dry-run"),
        DataPath.endpoints(DataPath.of(parsed)),
        parsed.value("--data").isPresent());
  }

  private static Arguments parse(Action action, String[] arguments) {
    Set<String> valued = new HashSet<>(Set.of("--data"));
    if (action != Action.SHOW) {
      valued.addAll(LetterFilter.FLAGS);
    }
    return switch (action) {
      case LIST -> {
        valued.add("--limit");
        yield Arguments.parse(arguments, valued, Set.of());
      }
      case SHOW -> Arguments.parse(arguments, valued, Set.of());
      case REPLAY -> Arguments.parse(arguments, valued, Set.of("--all", "--dry-run"));
      case ERASE -> {
        valued.addAll(ErasureSelection.FLAGS);
        yield Arguments.parse(
            arguments, valued, Set.of("--yes", "--dry-run"), ErasureSelection.FLAGS);
      }
    };
  }

  private static Action action(String[] arguments) {
    return switch (arguments.length == 0 ? "" : arguments[0]) {
      case "list" -> Action.LIST;
      case "show" -> Action.SHOW;
      case "replay" -> Action.REPLAY;
      case "erase" -> Action.ERASE;
      default -> throw new UsageException("dead-letters takes one of list, show, replay and erase");
    };
  }

  private static void requireOne(List<LetterAddress> addresses) {
    if (addresses.size() != 1) {
      throw new UsageException("show takes one letter, PARTITION:OFFSET as list prints it");
    }
  }

  /** Whoever replays everything should have said so, and nothing else beside it. */
  private static void requireOneWay(
      List<LetterAddress> addresses, LetterFilter filter, boolean all) {
    boolean filtered = !filter.equals(LetterFilter.ALL);
    int ways = (addresses.isEmpty() ? 0 : 1) + (filtered ? 1 : 0) + (all ? 1 : 0);
    if (ways != 1) {
      throw new UsageException(
          "replay takes letters (PARTITION:OFFSET as list prints it), or --reason and the like, or"
              + " --all");
    }
  }

  /** What is erased does not come back, so whoever does not say yes gets a dry run. */
  private static boolean isConfirmed(Arguments parsed) {
    if (parsed.switches().containsAll(Set.of("--yes", "--dry-run"))) {
      throw new UsageException("erase takes --yes or --dry-run, and not both");
    }
    return parsed.switches().contains("--yes");
  }
}
