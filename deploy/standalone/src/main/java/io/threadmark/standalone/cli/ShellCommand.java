package io.threadmark.standalone.cli;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes commands of ours so that they can be copied into a shell. */
public final class ShellCommand {
  /** The system property by which {@code bin/threadmark} says how it was called. */
  private static final String PROPERTY = "threadmark.command";

  private static final Pattern PLAIN = Pattern.compile("[\\w./:=@+-]+");

  private ShellCommand() {}

  /** A command of {@code bin/threadmark}, which stands where the user has it. */
  public static String of(List<String> arguments) {
    return quoted(System.getProperty(PROPERTY, "bin/threadmark"))
        + arguments.stream().map(argument -> " " + quoted(argument)).collect(Collectors.joining());
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
