package io.threadmark.standalone.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Tells on standard error why a command that was understood could not do its work. */
final class FailureReport implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) {
    PrintWriter errors = line.getErr();
    if (failure instanceof CommandFailedException || failure instanceof IllegalArgumentException) {
      errors.println("threadmark: " + failure.getMessage());
    } else if (failure instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    } else {
      errors.println("threadmark: something unforeseen went wrong");
      failure.printStackTrace(errors);
    }
    errors.flush();
    return ExitCode.SOFTWARE;
  }
}
