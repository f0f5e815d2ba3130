package io.threadmark.gateway.door.mlflow;

import io.threadmark.schema.TraceId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/** Shows a span as the JSON of OpenTelemetry's protobuf, whose ids are bytes in base64. */
final class SpanView {
  private static final Pattern HEX = Pattern.compile("(?:[0-9a-f]{2})+");
  private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");
  private static final long NANOS = 1_000_000_000L;

  private SpanView() {}

  /**
   * The spans of a trace, as queries show it. A trace of another kind than OpenTelemetry's has
   * none.
   */
  static JsonArray of(JsonObject trace) {
    String traceId = TraceId.canonical(trace.getString("trace_id"));
    JsonArray spans = new JsonArray();
    if (TRACE_ID.matcher(traceId).matches()) {
      for (Object span : trace.getJsonArray("spans", new JsonArray())) {
        spans.add(of((JsonObject) span, traceId));
      }
    }
    return spans;
  }

  private static JsonObject of(JsonObject span, String traceId) {
    String status = span.getString("status", "UNSET");
    JsonObject view =
        new JsonObject()
            .put("trace_id", base64(traceId))
            .put("span_id", base64(span.getString("span_id")))
            .put("name", span.getString("name", ""))
            .put("start_time_unix_nano", nanos(span.getString("start_time")))
            .put("attributes", attributes(span.getJsonObject("attributes")))
            .put(
                "status",
                new JsonObject()
                    .put("code", "STATUS_CODE_" + status)
                    .put("message", span.getString("status_message", "")))
            .put("events", events(span))
            .put("links", links(span));
    if (span.getString("parent_span_id") != null) {
      view.put("parent_span_id", base64(span.getString("parent_span_id")));
    }
    if (span.getString("end_time") != null) {
      view.put("end_time_unix_nano", nanos(span.getString("end_time")));
    }
    return view;
  }

  private static JsonArray events(JsonObject span) {
    JsonArray events = new JsonArray();
    for (Object item : span.getJsonArray("events", new JsonArray())) {
      JsonObject event = (JsonObject) item;
      Object time = event.getValue("time_nanos");
      events.add(
          new JsonObject()
              .put("name", event.getString("name", ""))
              .put(
                  "time_unix_nano", time == null ? nanos(event.getString("time")) : time.toString())
              .put("attributes", attributes(event.getJsonObject("attributes"))));
    }
    return events;
  }

  private static JsonArray links(JsonObject span) {
    JsonArray links = new JsonArray();
    for (Object item : span.getJsonArray("links", new JsonArray())) {
      JsonObject link = (JsonObject) item;
      links.add(
          new JsonObject()
              .put("trace_id", base64(TraceId.canonical(link.getString("trace_id", ""))))
              .put("span_id", base64(link.getString("span_id", "")))
              .put("attributes", attributes(link.getJsonObject("attributes"))));
    }
    return links;
  }

  private static JsonArray attributes(JsonObject attributes) {
    JsonArray list = new JsonArray();
    if (attributes != null) {
      for (Map.Entry<String, Object> attribute : attributes) {
        list.add(
            new JsonObject()
                .put("key", attribute.getKey())
                .put("value", value(attribute.getValue())));
      }
    }
    return list;
  }

  private static JsonObject value(Object value) {
    if (value == null) {
      return new JsonObject();
    }
    if (value instanceof Boolean) {
      return new JsonObject().put("bool_value", value);
    }
    if (value instanceof Integer || value instanceof Long) {
      return new JsonObject().put("int_value", value.toString());
    }
    if (value instanceof Number number) {
      return new JsonObject().put("double_value", number.doubleValue());
    }
    if (value instanceof JsonArray list) {
      JsonArray values = new JsonArray();
      list.forEach(item -> values.add(value(item)));
      return new JsonObject().put("array_value", new JsonObject().put("values", values));
    }
    if (value instanceof JsonObject object) {
      return new JsonObject()
          .put("kvlist_value", new JsonObject().put("values", attributes(object)));
    }
    return new JsonObject().put("string_value", value.toString());
  }

  private static String base64(String hex) {
    return HEX.matcher(hex).matches()
        ? Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex))
        : "";
  }

  private static String nanos(String time) {
    if (time == null) {
      return "0";
    }
    Instant instant = Instant.parse(time);
    return Long.toString(instant.getEpochSecond() * NANOS + instant.getNano());
  }
}
