package io.threadmark.gateway.door.otlp;

import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.span.SpanData;
import io.threadmark.gateway.span.SpanData.SpanEvent;
import io.threadmark.gateway.span.SpanData.SpanLink;
import io.threadmark.schema.Limits;
import java.util.ArrayList;
import java.util.List;

/** Reads spans from the wire. */
final class SpanDecoder {
  private static final String KIND = "SPAN_KIND_";
  private static final String STATUS = "STATUS_CODE_";

  private final JsonObject resource;
  private final SpanData.Scope scope;

  /**
   * @param resource the attributes of the process that made the spans
   * @param scope the instrumentation that did
   */
  SpanDecoder(JsonObject resource, InstrumentationScope scope) {
    this.resource = resource;
    this.scope =
        scope.getName().isEmpty()
            ? null
            : new SpanData.Scope(
                scope.getName(), scope.getVersion().isEmpty() ? null : scope.getVersion());
  }

  /**
   * Reads a span.
   *
   * @throws InvalidEvent where nobody could tell what it is, or it is too large
   */
  SpanData read(Span span) throws InvalidEvent {
    if (span.getSerializedSize() > Limits.EVENT_BYTES) {
      throw new InvalidEvent(
          ErrorCode.TOO_LARGE, "", "a span has at most " + Limits.EVENT_BYTES + " bytes");
    }
    return new SpanData(
        WireIds.trace(span.getTraceId(), "trace_id"),
        WireIds.span(span.getSpanId(), "span_id"),
        WireIds.spanOrNull(span.getParentSpanId(), "parent_span_id"),
        orNull(span.getName()),
        kind(span.getKind()),
        span.getStartTimeUnixNano(),
        span.getEndTimeUnixNano() == 0 ? null : span.getEndTimeUnixNano(),
        status(span.getStatus().getCode()),
        orNull(span.getStatus().getMessage()),
        AnyValues.object(span.getAttributesList()),
        resource,
        scope,
        events(span),
        links(span));
  }

  private static String kind(Span.SpanKind kind) {
    return switch (kind) {
      case SPAN_KIND_UNSPECIFIED, UNRECOGNIZED -> null;
      default -> kind.name().substring(KIND.length());
    };
  }

  private static String status(Status.StatusCode code) {
    return code == Status.StatusCode.UNRECOGNIZED ? null : code.name().substring(STATUS.length());
  }

  private static List<SpanEvent> events(Span span) {
    List<SpanEvent> events = new ArrayList<>(span.getEventsCount());
    for (Span.Event event : span.getEventsList()) {
      events.add(
          new SpanEvent(
              event.getName(),
              event.getTimeUnixNano(),
              AnyValues.object(event.getAttributesList())));
    }
    return events;
  }

  /** A link to nothing, which some instrumentations make, says nothing. */
  private static List<SpanLink> links(Span span) {
    List<SpanLink> links = new ArrayList<>(span.getLinksCount());
    for (Span.Link link : span.getLinksList()) {
      if (WireIds.isTrace(link.getTraceId()) && WireIds.isSpan(link.getSpanId())) {
        links.add(
            new SpanLink(
                WireIds.hex(link.getTraceId()),
                WireIds.hex(link.getSpanId()),
                AnyValues.object(link.getAttributesList())));
      }
    }
    return links;
  }

  private static String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
