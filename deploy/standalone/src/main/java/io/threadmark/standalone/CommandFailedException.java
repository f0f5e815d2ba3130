package io.threadmark.standalone;

/** A command that cannot do its work. The message is for the user and says what to do about it. */
final class CommandFailedException extends RuntimeException {
  CommandFailedException(String message) {
    super(message);
  }

  CommandFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
