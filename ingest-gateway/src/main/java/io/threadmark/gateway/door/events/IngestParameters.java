package io.threadmark.gateway.door.events;

import io.threadmark.gateway.access.Grant;
import io.threadmark.gateway.body.ContentCoding;
import io.threadmark.gateway.event.Ids;
import io.threadmark.gateway.http.KnownParameters;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.RequestRefused;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a request says beside its events.
 *
 * @param coding how its body is packed
 * @param reading reads its body
 * @param project the project that it is for
 * @param idempotencyKey the ids that its events do not bring follow from it; null for new ids
 * @param visibleWithin how long to wait until queries show the events; null for not at all
 */
record IngestParameters(
    ContentCoding coding,
    EventForm.Reading reading,
    String project,
    String idempotencyKey,
    Duration visibleWithin) {
  static final String WAIT = "wait_ms";
  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
  private static final int MOST_KEY_BYTES = 256;
  private static final int MOST_WAIT_MS = 10_000;

  static IngestParameters of(RoutingContext context, EventForm form) throws RequestRefused {
    String project = Grant.of(context).project();
    Set<String> known = new HashSet<>(form.parameters());
    known.add(WAIT);
    new KnownParameters(known).check(context);
    return new IngestParameters(
        ContentCoding.of(context.request().getHeader("Content-Encoding")),
        form.reading(context),
        project,
        idempotencyKey(context),
        wait(context.queryParam(WAIT)));
  }

  /** Makes the ids that its events do not bring. */
  Ids ids() {
    return idempotencyKey == null ? Ids.fresh() : Ids.following(project, idempotencyKey);
  }

  private static String idempotencyKey(RoutingContext context) throws RequestRefused {
    String key = context.request().getHeader(IDEMPOTENCY_KEY);
    if (key != null
        && (key.isEmpty() || key.length() > MOST_KEY_BYTES)) { // of a header a char is a byte
      throw new RequestRefused(
          ErrorCode.INVALID_FIELD, IDEMPOTENCY_KEY, "must have 1 to 256 bytes");
    }
    return key;
  }

  private static Duration wait(List<String> given) throws RequestRefused {
    if (given.isEmpty()) {
      return null;
    }
    try {
      int millis = Integer.parseInt(given.get(0));
      if (millis >= 0 && millis <= MOST_WAIT_MS) {
        return Duration.ofMillis(millis);
      }
    } catch (NumberFormatException e) {
      // said below, together with the bounds
    }
    throw new RequestRefused(
        ErrorCode.INVALID_FIELD, WAIT, "must be a whole number of milliseconds from 0 to 10000");
  }
}
