package io.threadmark.processor.query.trace;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.processor.query.http.Views;
import io.threadmark.schema.Span;
import java.io.IOException;
import java.time.Instant;

/** Spans as the HTTP API shows them: times to the nanosecond, attributes as they came. */
final class SpanViews {
  private static final long NANOS = 1_000_000_000L;
  private static final String TIME_NANOS = "time_nanos";

  /** Numbers stay as they were given. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private SpanViews() {}

  static ObjectNode of(Span span) {
    ObjectNode view = Views.object();
    view.put("span_id", span.getSpanId());
    Views.text(view, "parent_span_id", span.getParentSpanId());
    Views.text(view, "name", span.getName());
    Views.text(view, "kind", span.getKind());
    Views.text(view, "type", span.getType());
    Views.text(view, "status", span.getStatus());
    Views.text(view, "status_message", span.getStatusMessage());
    view.put("start_time", time(span.getStartTimeNanos()));
    if (span.getEndTimeNanos() != null) {
      view.put("end_time", time(span.getEndTimeNanos()));
    }
    JsonNode attributes = read(span.getAttributes());
    view.set("attributes", attributes);
    attribute(view, "input", attributes, span.getInputAttribute());
    attribute(view, "output", attributes, span.getOutputAttribute());
    events(view, span.getEvents());
    Views.raw(view, "links", span.getLinks());
    Views.raw(view, "resource", span.getResource());
    if (span.getScopeName() != null) {
      ObjectNode scope = view.putObject("scope").put("name", span.getScopeName());
      Views.text(scope, "version", span.getScopeVersion());
    }
    return view;
  }

  private static void attribute(ObjectNode view, String field, JsonNode attributes, String name) {
    JsonNode value = name == null ? null : attributes.get(name);
    if (value != null) {
      view.set(field, value);
    }
  }

  private static void events(ObjectNode view, String json) {
    if (json == null) {
      return;
    }
    ArrayNode events = view.putArray("events");
    for (JsonNode event : read(json)) {
      ObjectNode shown = events.addObject();
      event
          .properties()
          .forEach(
              member -> {
                if (member.getKey().equals(TIME_NANOS) && member.getValue().canConvertToLong()) {
                  shown.put("time", time(member.getValue().longValue()));
                } else {
                  shown.set(member.getKey(), member.getValue());
                }
              });
    }
  }

  private static String time(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS))
        .toString();
  }

  /** Only what is JSON is taken in. */
  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new IllegalStateException("a span that is kept has JSON", e);
    }
  }
}
