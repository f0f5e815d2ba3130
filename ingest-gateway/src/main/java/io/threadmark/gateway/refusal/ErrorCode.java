package io.threadmark.gateway.refusal;

import java.util.Locale;

/**
 * Everything that can be wrong with a request or with one event of it: the one table of codes and
 * statuses. An event that is one of several is told by its code alone; the status is for a request
 * that fails as a whole.
 */
public enum ErrorCode {
  // The body as a whole.
  INVALID_JSON(400),
  INVALID_CONTENT_ENCODING(400),
  EMPTY(400),
  INVALID_REQUEST(400),

  // The caller.
  WRONG_PROJECT(403),
  FORBIDDEN(403),

  // The address.
  NOT_FOUND(404),
  METHOD_NOT_ALLOWED(405),

  // The transfer.
  REQUEST_TIMEOUT(408),
  /** Told by streams-processor: what a receipt names is not there yet. */
  NOT_YET_VISIBLE(412),
  TOO_LARGE(413),
  UNSUPPORTED_MEDIA_TYPE(415),
  UNSUPPORTED_CONTENT_ENCODING(415),
  URI_TOO_LONG(414),
  HEADERS_TOO_LARGE(431),

  // One event, or a parameter.
  INVALID_FIELD(422),
  UNKNOWN_FIELD(422),
  DUPLICATE_FIELD(422),
  MISSING_FIELD(422),
  MISSING_TARGET(422),
  AMBIGUOUS_TARGET(422),
  MISSING_VALUE(422),
  CONFLICT(422),
  /** Several events were sent and none was accepted, not all for one reason. */
  ALL_REJECTED(422),

  // The gateway and what stands behind it.
  INTERNAL(500),
  UNAVAILABLE(503),
  OVERLOADED(503);

  private final int status;

  ErrorCode(int status) {
    this.status = status;
  }

  /** The HTTP status of a request that fails for this. */
  public int status() {
    return status;
  }

  /** The code as an answer spells it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
