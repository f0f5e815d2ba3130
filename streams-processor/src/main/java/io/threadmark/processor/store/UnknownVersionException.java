package io.threadmark.processor.store;

/**
 * A version of state wrote a row that this program does not know. No record is to blame for that:
 * the program is older than its state.
 */
public final class UnknownVersionException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  UnknownVersionException(String message) {
    super(message);
  }
}
