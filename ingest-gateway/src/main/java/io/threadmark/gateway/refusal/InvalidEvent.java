package io.threadmark.gateway.refusal;

/** What is wrong with one event. The other events of its request are not touched by it. */
public final class InvalidEvent extends Exception {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String path;

  /**
   * @param path the field at fault; empty for the event as a whole
   * @param message what a person should read
   */
  public InvalidEvent(ErrorCode code, String path, String message) {
    super(message, null, false, false); // a client's fault needs no stack trace
    this.code = code;
    this.path = path;
  }

  public static InvalidEvent field(String path, String message) {
    return new InvalidEvent(ErrorCode.INVALID_FIELD, path, message);
  }

  public ErrorCode code() {
    return code;
  }

  /** The same fault, where the event is all that its request is. */
  public RequestRefused asRefusal() {
    return new RequestRefused(code, path, getMessage());
  }

  /** The same fault, told by its path in a larger document. */
  public InvalidEvent under(String outer) {
    String inner =
        path.isEmpty() ? outer : path.charAt(0) == '[' ? outer + path : outer + "." + path;
    return new InvalidEvent(code, inner, getMessage());
  }

  public Rejection at(int index) {
    return new Rejection(index, code, path, getMessage());
  }
}
