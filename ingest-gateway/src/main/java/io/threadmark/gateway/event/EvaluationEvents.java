package io.threadmark.gateway.event;

import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonNumber;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.schema.Micros;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes feedback of OpenTelemetry's {@code gen_ai.evaluation.result}, which is a log record or an
 * event of a span.
 */
public final class EvaluationEvents {
  /** The name of such a record or event. */
  public static final String NAME = "gen_ai.evaluation.result";

  private static final String PREFIX = "gen_ai.evaluation.";
  private static final String RESPONSE = "gen_ai.response.id";

  private EvaluationEvents() {}

  /**
   * The feedback of a log record.
   *
   * @param traceId of the record's context, in its canonical form; null for none: then the id of
   *     the model's response tells what was judged
   * @param spanId likewise; null for none
   * @param timeNanos when it was judged, in nanoseconds since 1970 UTC
   * @param index its place in the request
   */
  public static Event of(
      JsonObject attributes,
      String traceId,
      String spanId,
      long timeNanos,
      int index,
      Arrival arrival)
      throws InvalidEvent {
    return of(attributes, traceId, spanId, timeNanos, new Entry(attributes, index, arrival));
  }

  static Event of(JsonObject attributes, String traceId, String spanId, long timeNanos, Entry entry)
      throws InvalidEvent {
    String name = Cut.name(text(attributes, PREFIX + "name"));
    if (name == null) {
      throw new InvalidEvent(ErrorCode.MISSING_FIELD, PREFIX + "name", "is required");
    }
    Map<String, Json> members = new LinkedHashMap<>();
    String responseId = traceId == null ? text(attributes, RESPONSE) : null;
    if (traceId != null) {
      members.put("trace_id", new JsonText(traceId));
      if (spanId != null) {
        members.put("span_id", new JsonText(spanId));
      }
    } else if (responseId != null) {
      members.put("client_request_id", new JsonText(responseId));
    } else {
      throw new InvalidEvent(
          ErrorCode.MISSING_TARGET,
          RESPONSE,
          "is required where the record has no trace, or nothing tells what was judged");
    }
    members.put(
        "feedback_id", new JsonText(HashedId.of("evaluation", traceId, spanId, responseId, name)));
    members.put("name", new JsonText(name));
    JudgedFields.put(
        members,
        attributes.members().get(PREFIX + "score.value") instanceof JsonNumber score ? score : null,
        text(attributes, PREFIX + "score.label"),
        text(attributes, PREFIX + "explanation"),
        null);
    String error = text(attributes, "error.type");
    if (error != null) {
      members.put("error", new JsonObject(Map.of("code", new JsonText(Cut.name(error)))));
    }
    members.put("source", new JsonObject(Map.of("type", new JsonText("UNSPECIFIED"))));
    if (timeNanos > 0) {
      members.put("timestamp", new JsonText(Micros.toInstant(timeNanos / 1_000).toString()));
    }
    try {
      return FeedbackReader.read(
          new Entry(new JsonObject(members), entry.index(), entry.arrival()));
    } catch (InvalidEvent e) {
      throw e.under(NAME);
    }
  }

  private static String text(JsonObject attributes, String name) {
    boolean isSaid =
        attributes.members().get(name) instanceof JsonText text && !text.value().isEmpty();
    return isSaid ? ((JsonText) attributes.members().get(name)).value() : null;
  }
}
