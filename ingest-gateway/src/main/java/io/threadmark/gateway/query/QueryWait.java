package io.threadmark.gateway.query;

import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/** Tells for how long a query may wait before it is answered. */
final class QueryWait {
  private static final int MOST_MS = 10_000;

  private QueryWait() {}

  /** Null where it does not wait. */
  static Duration of(HttpServerRequest query) {
    return query.getParam("wait_for") == null
        ? null
        : Duration.ofMillis(milliseconds(query.getParam("wait_ms")));
  }

  /** What is wrong with it, the processor tells. */
  private static int milliseconds(String given) {
    try {
      return given == null ? MOST_MS : Math.max(0, Math.min(Integer.parseInt(given), MOST_MS));
    } catch (NumberFormatException e) {
      return MOST_MS;
    }
  }
}
