package io.threadmark.gateway.refusal;

/**
 * An event that was not accepted, and why.
 *
 * @param index its place in the request, from 0
 * @param code what kind of fault it is
 * @param path the field at fault, such as {@code user.id}; empty for the event as a whole
 * @param message what is wrong with the field
 */
public record Rejection(int index, ErrorCode code, String path, String message) {

  /** The message as a sentence that names the field. */
  public String sentence() {
    return path.isEmpty() ? message : path + " " + message;
  }
}
