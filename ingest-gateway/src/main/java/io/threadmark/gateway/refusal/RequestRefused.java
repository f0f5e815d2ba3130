package io.threadmark.gateway.refusal;

/** A request that is refused as a whole, so that nothing of it is stored. */
public final class RequestRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String path;

  /** A refusal that no field or parameter is to blame for. */
  public RequestRefused(ErrorCode code, String message) {
    this(code, "", message);
  }

  /**
   * A refusal.
   *
   * @param path the field or parameter at fault; empty where there is none
   * @param message what a person should read
   */
  public RequestRefused(ErrorCode code, String path, String message) {
    super(message, null, false, false); // a client's fault needs no stack trace
    this.code = code;
    this.path = path;
  }

  public ErrorCode code() {
    return code;
  }

  /** The field or parameter at fault; empty where there is none. */
  public String path() {
    return path;
  }
}
