package io.threadmark.standalone.cli;

/** A command that cannot do its work. The message is for the user and says what to do about it. */
public final class CommandFailedException extends RuntimeException {
  public CommandFailedException(String message) {
    super(message);
  }

  public CommandFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
