package io.threadmark.processor.query.http;

import java.util.List;

/** A request that gets an error as its answer. */
public final class RequestProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public final int status;
  final String code;
  public final String path;
  final transient List<String> details;

  private RequestProblem(
      int status, String code, String path, String message, List<String> details) {
    super(message);
    this.status = status;
    this.code = code;
    this.path = path;
    this.details = details;
  }

  public static RequestProblem invalid(String path, String message) {
    return new RequestProblem(422, "invalid_field", path, path + " " + message, List.of());
  }

  /** The same problem of what is a part of something else. */
  public RequestProblem under(String whole) {
    return path == null
        ? this
        : new RequestProblem(status, code, whole + "." + path, whole + "." + getMessage(), details);
  }

  public static RequestProblem invalidJson(String message) {
    return new RequestProblem(400, "invalid_json", null, message, List.of());
  }

  public static RequestProblem tooLarge(String message) {
    return new RequestProblem(413, "too_large", null, message, List.of());
  }

  public static RequestProblem noSuchRange(String path, String message) {
    return new RequestProblem(416, "invalid_field", path, path + " " + message, List.of());
  }

  /** It cannot be done as things are, though nothing is wrong with the request itself. */
  public static RequestProblem conflict(String path, String message) {
    return new RequestProblem(422, "conflict", path, message, List.of());
  }

  /**
   * A range of time has more than a statistic takes.
   *
   * @param message begins with "after and before"
   */
  public static RequestProblem tooMuch(String message) {
    return new RequestProblem(422, "invalid_field", "after", message, List.of());
  }

  public static RequestProblem notFound(String what) {
    return new RequestProblem(404, "not_found", null, what, List.of());
  }

  static RequestProblem otherProject() {
    return new RequestProblem(
        403, "wrong_project", "project_id", "the project is not that of the request", List.of());
  }

  public static RequestProblem unknownCaller() {
    return new RequestProblem(
        401,
        "unauthenticated",
        null,
        "only gateways and processors that show the secret are answered here",
        List.of());
  }

  public static RequestProblem notYetVisible(List<String> behind) {
    return new RequestProblem(
        412, "not_yet_visible", "wait_for", "not visible yet after wait_ms", behind);
  }

  public static RequestProblem unavailable(String message) {
    return new RequestProblem(503, "unavailable", null, message, List.of());
  }
}
