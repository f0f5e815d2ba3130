package io.threadmark.dataset;

/** A dataset was stopped before it was whole. Nothing of it is left. */
public final class CancelledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CancelledException() {
    super("the dataset was cancelled");
  }
}
