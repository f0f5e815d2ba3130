package io.threadmark.dataset.format;

import io.threadmark.dataset.label.Reason;

/** A format has no room for what a row would have to hold. */
final class NoPlaceException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  NoPlaceException(Reason reason) {
    super(reason.word(), null, false, false);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}
