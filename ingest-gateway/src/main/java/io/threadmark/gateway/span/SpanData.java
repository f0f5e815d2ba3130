package io.threadmark.gateway.span;

import io.threadmark.gateway.json.Json.JsonObject;
import java.util.List;

/**
 * A span as a door read it, before anything is made of its attributes; in OpenTelemetry's terms,
 * whatever the wire.
 *
 * @param traceId in its canonical form
 * @param spanId of OpenTelemetry: 16 hex digits in lower case
 * @param parentSpanId null for a root span
 * @param name what was done; null where that is not told
 * @param kind INTERNAL, SERVER, CLIENT, PRODUCER or CONSUMER; null where that is not told
 * @param startNanos when it began, in nanoseconds since 1970 UTC
 * @param endNanos when it ended, likewise; null where it has not, or nobody tells
 * @param status OK, ERROR or UNSET; null where that is not told
 * @param statusMessage why it failed; null where that is not told
 * @param attributes all of them, as they came; bytes in base64
 * @param resource the attributes of the process that made it
 * @param scope the instrumentation that made it; null where that is not told
 * @param events what happened in it
 * @param links spans that it is about, without being a part of them
 */
public record SpanData(
    String traceId,
    String spanId,
    String parentSpanId,
    String name,
    String kind,
    long startNanos,
    Long endNanos,
    String status,
    String statusMessage,
    JsonObject attributes,
    JsonObject resource,
    Scope scope,
    List<SpanEvent> events,
    List<SpanLink> links) {
  public SpanData {
    events = List.copyOf(events);
    links = List.copyOf(links);
  }

  /** An instrumentation library, with its version. */
  public record Scope(String name, String version) {}

  /** Something that happened at a time, in nanoseconds since 1970 UTC. */
  public record SpanEvent(String name, long timeNanos, JsonObject attributes) {}

  /** Another span. */
  public record SpanLink(String traceId, String spanId, JsonObject attributes) {}

  /** Whether it is a part of no other span. */
  public boolean isRoot() {
    return parentSpanId == null;
  }
}
