package io.threadmark.standalone.cli;

/** A command line that cannot be understood. The message says what is wrong with it. */
public final class UsageException extends RuntimeException {
  public UsageException(String message) {
    super(message);
  }
}
