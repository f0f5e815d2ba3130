package io.threadmark.standalone.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * What came of a command line.
 *
 * @param status its exit status
 * @param output what it printed to standard output
 * @param errors what it printed to standard error
 */
public record Execution(int status, String output, String errors) {

  /** Executes a command with arguments that stand between single blanks. */
  public static Execution of(Object command, String line) {
    return of(CommandLineFactory.create(command), words(line));
  }

  /** Executes a command line. */
  public static Execution of(CommandLine line, String... arguments) {
    StringWriter output = new StringWriter();
    StringWriter errors = new StringWriter();
    line.setOut(new PrintWriter(output));
    line.setErr(new PrintWriter(errors));
    int status = line.execute(arguments);
    line.getOut().flush();
    line.getErr().flush();
    return new Execution(status, output.toString(), errors.toString());
  }

  /** Parses arguments into a command, which is returned and not executed. */
  public static <C> C parsed(C command, String line) {
    CommandLineFactory.create(command).parseArgs(words(line));
    return command;
  }

  /** Parses arguments into a command and one below it, which is returned and not executed. */
  public static <C> C parsed(Object group, String line, Class<C> command) {
    CommandLine.ParseResult parsed = CommandLineFactory.create(group).parseArgs(words(line));
    return command.cast(parsed.subcommand().commandSpec().userObject());
  }

  private static String[] words(String line) {
    return line.isEmpty() ? new String[0] : line.split(" ", -1);
  }
}
