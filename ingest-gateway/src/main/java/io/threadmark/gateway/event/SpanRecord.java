package io.threadmark.gateway.event;

import io.threadmark.gateway.json.CanonicalJson;
import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonList;
import io.threadmark.gateway.json.Json.JsonNumber;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import io.threadmark.gateway.json.Utf8;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.span.Attributes;
import io.threadmark.gateway.span.Attributes.Found;
import io.threadmark.gateway.span.Meaning;
import io.threadmark.gateway.span.SpanData;
import io.threadmark.schema.Key;
import io.threadmark.schema.Limits;
import io.threadmark.schema.Receipt.Statement;
import io.threadmark.schema.Span;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the record of a span: all of it, unless it is larger than an event may be. */
final class SpanRecord {
  /** What a part of a span may have where all of it is too large. */
  private static final int RESOURCE_BYTES = 64 * 1024;

  private static final int LINKS_BYTES = 64 * 1024;
  private static final int EVENTS_BYTES = 192 * 1024;

  /** The longest text of an attribute where all of them are too large, then half of it, … */
  private static final int LONGEST_TEXT = 256 * 1024;

  private static final int SHORTEST_TEXT = 64;

  private SpanRecord() {}

  static Event event(Attributes attributes, SpanTimes times, Entry entry) throws InvalidEvent {
    SpanData data = attributes.span();
    Span span = new Span();
    span.setProjectId(entry.project());
    span.setTraceId(data.traceId());
    span.setSpanId(data.spanId());
    span.setParentSpanId(data.parentSpanId());
    span.setName(Cut.name(data.name()));
    span.setKind(data.kind());
    span.setType(Cut.name(attributes.text(Meaning.KIND)));
    span.setStatus(data.status());
    span.setStatusMessage(Cut.text(data.statusMessage(), Limits.ERROR_MESSAGE_BYTES));
    span.setStartTimeNanos(data.startNanos());
    span.setEndTimeNanos(times.end() == null ? null : data.endNanos());
    span.setInputAttribute(own(attributes, Meaning.INPUT));
    span.setOutputAttribute(own(attributes, Meaning.OUTPUT));
    setScope(span, data.scope());
    setParts(span, data);
    span.setIngest(entry.ingest());
    span.setStamp(entry.stamp(times.known(), null, ContentHash.of(span)));
    return new Event(
        entry.index(),
        EventType.SPAN,
        Key.trace(entry.project(), data.traceId()),
        span,
        new Statement(EventType.SPAN.subject(), data.traceId(), data.spanId(), span.getStamp()));
  }

  /** The name of an attribute of the span itself, not of an event in it. */
  private static String own(Attributes attributes, Meaning meaning) {
    Found found = attributes.find(meaning);
    return found != null
            && found.name() != null
            && attributes.span().attributes().members().containsKey(found.name())
        ? found.name()
        : null;
  }

  private static void setScope(Span span, SpanData.Scope scope) {
    if (scope != null) {
      span.setScopeName(Cut.name(scope.name()));
      span.setScopeVersion(Cut.name(scope.version()));
    }
  }

  private static void setParts(Span span, SpanData data) {
    JsonList events = new JsonList(data.events().stream().map(SpanRecord::json).toList());
    JsonList links = new JsonList(data.links().stream().map(SpanRecord::json).toList());
    span.setAttributes(CanonicalJson.of(data.attributes()));
    span.setResource(data.resource().members().isEmpty() ? null : spelled(data.resource()));
    span.setEvents(events.items().isEmpty() ? null : spelled(events));
    span.setLinks(links.items().isEmpty() ? null : spelled(links));
    int most = Limits.EVENT_BYTES - length(span.getStatusMessage());
    if (length(span.getAttributes()) + others(span) > most) {
      span.setResource(span.getResource() == null ? null : fitted(data.resource(), RESOURCE_BYTES));
      span.setEvents(span.getEvents() == null ? null : fitted(events, EVENTS_BYTES));
      span.setLinks(span.getLinks() == null ? null : fitted(links, LINKS_BYTES));
      span.setAttributes(fitted(data.attributes(), (int) (most - others(span))));
    }
  }

  private static String spelled(Json json) {
    return CanonicalJson.of(json);
  }

  private static long others(Span span) {
    return length(span.getResource()) + length(span.getEvents()) + length(span.getLinks());
  }

  private static int length(String text) {
    return text == null ? 0 : (int) Utf8.length(text);
  }

  /** The value with its longest texts cut; where they are too many, as many members as fit. */
  private static String fitted(Json value, int maxBytes) {
    String json = spelled(value);
    for (int most = LONGEST_TEXT; !Cut.fits(json, maxBytes) && most >= SHORTEST_TEXT; most /= 2) {
      json = spelled(Cut.texts(value, most));
    }
    return Cut.fits(json, maxBytes) ? json : spelled(some(value, maxBytes));
  }

  private static Json some(Json value, int maxBytes) {
    int left = maxBytes - 2;
    if (value instanceof JsonList list) {
      int count = 0;
      for (Json item : list.items()) {
        left -= length(spelled(Cut.texts(item, SHORTEST_TEXT))) + 1;
        if (left < 0) {
          break;
        }
        count++;
      }
      return Cut.texts(new JsonList(list.items().subList(0, count)), SHORTEST_TEXT);
    }
    Map<String, Json> members = new LinkedHashMap<>();
    for (Map.Entry<String, Json> member : ((JsonObject) value).members().entrySet()) {
      Json shorter = Cut.texts(member.getValue(), SHORTEST_TEXT);
      int bytes = length(spelled(new JsonObject(Map.of(member.getKey(), shorter))));
      if (bytes <= left) {
        members.put(member.getKey(), shorter);
        left -= bytes;
      }
    }
    return new JsonObject(members);
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
