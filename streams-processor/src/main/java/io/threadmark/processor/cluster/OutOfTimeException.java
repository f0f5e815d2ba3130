package io.threadmark.processor.cluster;

/** The time in which an answer is of use is over; see {@link RequestDeadline}. */
public final class OutOfTimeException extends NotAvailableException {
  private static final long serialVersionUID = 1L;

  public OutOfTimeException(String message) {
    super(message);
  }
}
