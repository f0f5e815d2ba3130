package io.threadmark.gateway.event;

import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonNull;
import io.threadmark.gateway.json.Json.JsonNumber;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.span.SpanData;
import io.threadmark.schema.ErrorDetail;
import io.threadmark.schema.Limits;
import io.threadmark.schema.Micros;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a span as the native API has it. What it says in fields of its own, such as its input, is
 * an attribute like those of other conventions, so that one table says what spans mean.
 */
final class SpanReader {
  private static final Set<String> KNOWN =
      Set.of(
          "type",
          "project_id",
          "trace_id",
          "span_id",
          "parent_span_id",
          "name",
          "kind",
          "span_type",
          "status",
          "status_message",
          "error",
          "start_time",
          "start_time_unix_nano",
          "end_time",
          "end_time_unix_nano",
          "attributes",
          "resource",
          "scope",
          "events",
          "links",
          "input",
          "output",
          "model",
          "usage",
          "thread_id",
          "session_id",
          "client_request_id",
          "user",
          "user_id",
          "tags",
          "metadata");

  private static final Set<String> SCOPE = Set.of("name", "version");
  private static final Set<String> EVENT = Set.of("name", "time", "time_unix_nano", "attributes");
  private static final Set<String> LINK = Set.of("trace_id", "span_id", "attributes");

  private static final List<String> KINDS =
      List.of("INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER");

  private static final List<String> STATUSES = List.of("OK", "ERROR", "UNSET");
  private static final JsonObject NOTHING = new JsonObject(Map.of());
  private static final Pattern OPEN_TELEMETRY = Pattern.compile("[0-9a-fA-F]{16}");
  private static final Pattern NANOS = Pattern.compile("\\d{1,18}|[1-8]\\d{18}");
  private static final long PER_MICRO = 1_000;

  private final Entry entry;
  private final Fields fields;

  private SpanReader(Entry entry) throws InvalidEvent {
    this.entry = entry;
    this.fields = Fields.of(entry.object(), "", KNOWN);
  }

  static DerivedSpan read(Entry entry) throws InvalidEvent {
    return DerivedSpan.of(new SpanReader(entry).span(), entry);
  }

  private SpanData span() throws InvalidEvent {
    String traceId = SharedFields.traceId(fields, "trace_id");
    Long start = nanos(fields, "start_time");
    if (traceId == null) {
      throw fields.missing("trace_id");
    }
    if (start == null) {
      throw fields.missing("start_time");
    }
    ErrorDetail error = SharedFields.error(fields);
    String status = fields.word("status", STATUSES);
    String message = fields.text("status_message", Limits.ERROR_MESSAGE_BYTES);
    return new SpanData(
        traceId,
        entry.idOr(spanId(fields, "span_id")),
        spanId(fields, "parent_span_id"),
        fields.text("name", Limits.NAME_BYTES),
        fields.word("kind", KINDS),
        start,
        nanos(fields, "end_time"),
        status == null && error != null ? "ERROR" : status,
        message == null && error != null ? error.getMessage() : message,
        new SpanFields(fields, error).attributes(),
        object(fields, "resource"),
        scope(),
        events(),
        links());
  }

  /** OpenTelemetry's ids are hex digits; ours are in lower case. */
  private static String spanId(Fields fields, String name) throws InvalidEvent {
    String id = fields.id(name);
    return id != null && OPEN_TELEMETRY.matcher(id).matches() ? id.toLowerCase(Locale.ROOT) : id;
  }

  /** A time as all events have it, or in nanoseconds under the longer name. */
  private Long nanos(Fields from, String name) throws InvalidEvent {
    Instant time = from.time(name, entry.latest());
    String exactName = name + "_unix_nano";
    Json exact = from.any(exactName);
    if (exact == null) {
      return time == null ? null : Math.multiplyExact(Micros.of(time), PER_MICRO);
    }
    if (time != null) {
      throw new InvalidEvent(
          ErrorCode.CONFLICT, from.at(exactName), "must not stand beside " + name);
    }
    String digits =
        exact instanceof JsonNumber number
            ? number.text()
            : exact instanceof JsonText text ? text.value() : "";
    if (!NANOS.matcher(digits).matches()) {
      throw InvalidEvent.field(
          from.at(exactName), "must be nanoseconds since 1970, as a number or as its digits");
    }
    return Long.valueOf(digits);
  }

  static JsonObject object(Fields fields, String name) throws InvalidEvent {
    Json value = fields.any(name);
    if (value == null || value == JsonNull.NULL) {
      return NOTHING;
    }
    if (value instanceof JsonObject object) {
      return object;
    }
    throw fields.wrongType(name, "an object", value);
  }

  private SpanData.Scope scope() throws InvalidEvent {
    Fields scope = fields.object("scope", SCOPE);
    return scope == null
        ? null
        : new SpanData.Scope(
            scope.text("name", Limits.NAME_BYTES), scope.text("version", Limits.NAME_BYTES));
  }

  private List<SpanData.SpanEvent> events() throws InvalidEvent {
    List<SpanData.SpanEvent> events = new ArrayList<>();
    for (Fields event : items("events", EVENT)) {
      String name = event.text("name");
      Long time = nanos(event, "time");
      if (name == null || time == null) {
        throw event.missing(name == null ? "name" : "time");
      }
      events.add(new SpanData.SpanEvent(name, time, object(event, "attributes")));
    }
    return events;
  }

  private List<SpanData.SpanLink> links() throws InvalidEvent {
    List<SpanData.SpanLink> links = new ArrayList<>();
    for (Fields link : items("links", LINK)) {
      String traceId = SharedFields.traceId(link, "trace_id");
      String spanId = spanId(link, "span_id");
      if (traceId == null || spanId == null) {
        throw link.missing(traceId == null ? "trace_id" : "span_id");
      }
      links.add(new SpanData.SpanLink(traceId, spanId, object(link, "attributes")));
    }
    return links;
  }

  private List<Fields> items(String name, Set<String> known) throws InvalidEvent {
    List<Json> items = fields.list(name);
    List<Fields> found = new ArrayList<>();
    for (int i = 0; items != null && i < items.size(); i++) {
      String path = fields.at(name) + "[" + i + "]";
      if (!(items.get(i) instanceof JsonObject object)) {
        throw InvalidEvent.field(path, "must be an object, not " + items.get(i).described());
      }
      found.add(Fields.of(object, path, known));
    }
    return found;
  }
}
