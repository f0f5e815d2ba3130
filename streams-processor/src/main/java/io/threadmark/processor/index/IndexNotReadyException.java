package io.threadmark.processor.index;

/** What is asked for cannot be told completely at the moment; the message says why. */
public final class IndexNotReadyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  IndexNotReadyException(String message) {
    super(message);
  }

  IndexNotReadyException(String message, Throwable cause) {
    super(message, cause);
  }
}
