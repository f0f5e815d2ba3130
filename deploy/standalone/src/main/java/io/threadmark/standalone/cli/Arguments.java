package io.threadmark.standalone.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A command line, taken apart.
 *
 * @param values the flags that take a value, as {@code --port 8080} or {@code --port=8080}, with
 *     all that they were given, in order
 * @param switches the flags that stand alone and were given
 * @param operands everything else, in order
 */
public record Arguments(
    Map<String, List<String>> values, Set<String> switches, List<String> operands) {

  /**
   * Takes a command line apart.
   *
   * @param valued the flags that take a value
   * @param alone the flags that stand alone
   * @throws UsageException where a flag is unknown, lacks its value, or stands there twice
   */
  public static Arguments parse(String[] arguments, Set<String> valued, Set<String> alone) {
    return parse(arguments, valued, alone, Set.of());
  }

  /**
   * Takes a command line apart that may have a flag several times.
   *
   * @param valued the flags that take a value
   * @param alone the flags that stand alone
   * @param repeatable those of the valued flags that may stand there more than once
   * @throws UsageException where a flag is unknown, lacks its value, or stands there too often
   */
  public static Arguments parse(
      String[] arguments, Set<String> valued, Set<String> alone, Set<String> repeatable) {
    Map<String, List<String>> values = new HashMap<>();
    Set<String> switches = new HashSet<>();
    List<String> operands = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      int equals = argument.indexOf('=');
      String flag = equals < 0 ? argument : argument.substring(0, equals);
      boolean fresh;
      if (!argument.startsWith("--")) {
        fresh = operands.add(argument);
      } else if (alone.contains(argument)) {
        fresh = switches.add(argument);
      } else if (!valued.contains(flag)) {
        throw new UsageException("unknown flag " + flag);
      } else if (equals >= 0) {
        fresh = add(values, flag, argument.substring(equals + 1));
      } else if (i + 1 < arguments.length) {
        fresh = add(values, flag, arguments[++i]);
      } else {
        throw new UsageException(flag + " needs a value");
      }
      if (!fresh && !repeatable.contains(flag)) {
        throw new UsageException(flag + " is given twice");
      }
    }
    return new Arguments(values, switches, operands);
  }

  /** The value of a flag, if it was given. */
  public Optional<String> value(String flag) {
    return all(flag).stream().findFirst();
  }

  /** All values of a flag, in order; none where it was not given. */
  public List<String> all(String flag) {
    return values.getOrDefault(flag, List.of());
  }

  /**
   * The value of a flag as a whole number, if it was given.
   *
   * @throws UsageException where it is none, or not within the bounds, both included
   */
  public Optional<Integer> whole(String flag, int least, int most) {
    return value(flag).map(text -> parseWhole(flag, text, least, most));
  }

  /**
   * Refuses operands.
   *
   * @throws UsageException where there is one
   */
  public void noOperands() {
    if (!operands.isEmpty()) {
      throw new UsageException("'" + operands.get(0) + "' is not understood here");
    }
  }

  /** Adds a value, and says whether it is the first of its flag. */
  private static boolean add(Map<String, List<String>> values, String flag, String value) {
    List<String> all = values.computeIfAbsent(flag, unused -> new ArrayList<>());
    all.add(value);
    return all.size() == 1;
  }

  private static int parseWhole(String flag, String text, int least, int most) {
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // said below, together with the bounds
    }
    throw new UsageException(
        "%s must be a whole number from %d to %d, not '%s'".formatted(flag, least, most, text));
  }
}
