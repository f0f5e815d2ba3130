package io.threadmark.processor.cluster;

/** What is asked for cannot be told at the moment; asking again soon may help. */
public class NotAvailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NotAvailableException(String message) {
    super(message);
  }

  public NotAvailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
