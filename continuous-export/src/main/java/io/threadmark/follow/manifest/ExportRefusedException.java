package io.threadmark.follow.manifest;

/**
 * An export cannot go on, and trying again does not help. The message is for the user and says why,
 * and what to do about it.
 */
public final class ExportRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ExportRefusedException(String message) {
    super(message);
  }

  public ExportRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
