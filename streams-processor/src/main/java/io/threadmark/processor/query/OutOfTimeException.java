package io.threadmark.processor.query;

/** The time in which an answer is of use is over; see {@link Deadline}. */
final class OutOfTimeException extends NotAvailableException {
  private static final long serialVersionUID = 1L;

  OutOfTimeException(String message) {
    super(message);
  }
}
