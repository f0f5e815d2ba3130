package io.threadmark.processor.query.stream;

/** Nobody listens any more. */
final class ListenerGoneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ListenerGoneException(String message) {
    super(message);
  }
}
