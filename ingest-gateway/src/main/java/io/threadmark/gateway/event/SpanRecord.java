package io.threadmark.gateway.event;

import io.threadmark.gateway.json.CanonicalJson;
import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonList;
import io.threadmark.gateway.json.Json.JsonNumber;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.span.SpanData;
import io.threadmark.schema.Key;
import io.threadmark.schema.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the record of a span. */
final class SpanRecord {
  private SpanRecord() {}

  static Event event(SpanData data, SpanTimes times, Entry entry) throws InvalidEvent {
    Span span = new Span();
    span.setProjectId(entry.project());
    span.setTraceId(data.traceId());
    span.setSpanId(data.spanId());
    span.setParentSpanId(data.parentSpanId());
    span.setName(data.name());
    span.setKind(data.kind());
    span.setStatus(data.status());
    span.setStatusMessage(data.statusMessage());
    span.setStartTimeNanos(data.startNanos());
    span.setEndTimeNanos(times.end() == null ? null : data.endNanos());
    span.setAttributes(CanonicalJson.of(data.attributes()));
    span.setEvents(list(data.events().stream().map(SpanRecord::json).toList()));
    span.setLinks(list(data.links().stream().map(SpanRecord::json).toList()));
    span.setResource(CanonicalJson.of(data.resource()));
    if (data.scope() != null) {
      span.setScopeName(data.scope().name());
      span.setScopeVersion(data.scope().version());
    }
    span.setIngest(entry.ingest());
    span.setStamp(entry.stamp(times.known(), null, ContentHash.of(span)));
    return new Event(
        entry.index(), EventType.SPAN, Key.trace(entry.project(), data.traceId()), span, null);
  }

  private static String list(List<Json> items) {
    return items.isEmpty() ? null : CanonicalJson.of(new JsonList(items));
  }

  private static Json json(SpanData.SpanEvent event) {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("name", new JsonText(event.name()));
    members.put("time_nanos", new JsonNumber(Long.toString(event.timeNanos())));
    members.put("attributes", event.attributes());
    return new JsonObject(members);
  }

  private static Json json(SpanData.SpanLink link) {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("trace_id", new JsonText(link.traceId()));
    members.put("span_id", new JsonText(link.spanId()));
    members.put("attributes", link.attributes());
    return new JsonObject(members);
  }
}
