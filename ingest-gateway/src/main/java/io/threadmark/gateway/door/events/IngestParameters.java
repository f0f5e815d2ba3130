package io.threadmark.gateway.door.events;

import io.threadmark.gateway.access.Grant;
import io.threadmark.gateway.body.ContentCoding;
import io.threadmark.gateway.event.Ids;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.RequestRefused;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
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
  private static final Set<String> OF_EVERY_POST = Set.of("project_id", WAIT);
  private static final int MOST_KEY_BYTES = 256;
  private static final int MOST_WAIT_MS = 10_000;

  static IngestParameters of(RoutingContext context, EventForm form) throws RequestRefused {
    String project = Grant.of(context).project();
    for (String name : context.queryParams().names()) {
      if (!OF_EVERY_POST.contains(name) && !form.parameters().contains(name)) {
        throw new RequestRefused(
            ErrorCode.INVALID_FIELD, name, "is not a parameter of this address");
      }
      if (context.queryParam(name).size() > 1) {
        throw new RequestRefused(ErrorCode.INVALID_FIELD, name, "must be given once");
      }
    }
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
