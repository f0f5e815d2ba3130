package io.threadmark.processor.query;

/** What is asked for cannot be told at the moment; asking again soon may help. */
class NotAvailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotAvailableException(String message) {
    super(message);
  }

  NotAvailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
