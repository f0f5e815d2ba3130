package io.threadmark.standalone;

/** A command line that cannot be understood. The message says what is wrong with it. */
final class UsageException extends RuntimeException {
  UsageException(String message) {
    super(message);
  }
}
