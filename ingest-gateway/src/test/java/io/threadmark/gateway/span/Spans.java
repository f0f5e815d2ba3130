package io.threadmark.gateway.span;

import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.JsonTree;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.gateway.span.SpanData.SpanEvent;
import io.threadmark.gateway.span.SpanData.SpanLink;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Spans for tests: what is not said is what most spans have. */
public record Spans(
    String traceId,
    String spanId,
    String parent,
    String name,
    String kind,
    long start,
    Long end,
    String status,
    JsonObject attributes,
    List<SpanEvent> events,
    List<SpanLink> links) {
  public static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  /** Of the moments below, the first: noon of the first of January 2026. */
  public static final long NOON = 1_767_268_800_000_000_000L;

  private static final long SECOND = 1_000_000_000L;

  /** A root span of one second. */
  public static Spans root() {
    return new Spans(
        TRACE,
        "b7ad6b7169203331",
        null,
        "answer",
        "INTERNAL",
        NOON,
        NOON + SECOND,
        "OK",
        json("{}"),
        List.of(),
        List.of());
  }

  /** A span within the root; those of greater numbers began later. */
  public static Spans inner(int number) {
    return new Spans(
        TRACE,
        String.format("%016x", number),
        "b7ad6b7169203331",
        "step",
        "INTERNAL",
        NOON + number * SECOND / 100,
        NOON + number * SECOND / 100 + 1_000_000,
        "UNSET",
        json("{}"),
        List.of(),
        List.of());
  }

  public Spans of(String otherTrace) {
    return new Spans(
        otherTrace, spanId, parent, name, kind, start, end, status, attributes, events, links);
  }

  /** The same span, so many seconds later. */
  public Spans after(int seconds) {
    return new Spans(
        traceId,
        spanId,
        parent,
        name,
        kind,
        start + seconds * SECOND,
        end + seconds * SECOND,
        status,
        attributes,
        events,
        links);
  }

  public Spans named(String other) {
    return new Spans(
        traceId, spanId, parent, other, kind, start, end, status, attributes, events, links);
  }

  public Spans kind(String other) {
    return new Spans(
        traceId, spanId, parent, name, other, start, end, status, attributes, events, links);
  }

  public Spans status(String other) {
    return new Spans(
        traceId, spanId, parent, name, kind, start, end, other, attributes, events, links);
  }

  public Spans running() {
    return new Spans(
        traceId, spanId, parent, name, kind, start, null, "UNSET", attributes, events, links);
  }

  /** With these attributes, as JSON with single quotes. */
  public Spans with(String attributesJson) {
    return with(json(attributesJson));
  }

  public Spans with(JsonObject other) {
    return new Spans(traceId, spanId, parent, name, kind, start, end, status, other, events, links);
  }

  public Spans event(String eventName, String attributesJson) {
    List<SpanEvent> one = List.of(new SpanEvent(eventName, start, json(attributesJson)));
    return new Spans(
        traceId, spanId, parent, name, kind, start, end, status, attributes, one, links);
  }

  public Spans linkedTo(String otherTrace, String otherSpan) {
    List<SpanLink> one = List.of(new SpanLink(otherTrace, otherSpan, json("{}")));
    return new Spans(
        traceId, spanId, parent, name, kind, start, end, status, attributes, events, one);
  }

  public SpanData data() {
    return new SpanData(
        traceId,
        spanId,
        parent,
        name,
        kind,
        start,
        end,
        status,
        null,
        attributes,
        json("{'service.name':'shop'}"),
        null,
        events,
        links);
  }

  public Attributes asked() {
    return Attributes.of(data());
  }

  public static JsonObject json(String singleQuoted) {
    byte[] bytes = singleQuoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    try {
      return (JsonObject) JsonTree.of(bytes, 0, bytes.length);
    } catch (RequestRefused | InvalidEvent e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  /** Attributes of one name. */
  public static JsonObject attribute(String name, Json value) {
    return new JsonObject(Map.of(name, value));
  }
}
