package io.threadmark.gateway.event;

import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.span.SpanData;
import io.threadmark.schema.Key;
import io.threadmark.schema.Receipt.Statement;
import io.threadmark.schema.Trace;

/** Makes what a span says of its trace. */
final class SpanFacts {
  /** Of a root span, whose word stands above that of all others. */
  private static final long ROOT = -1;

  private SpanFacts() {}

  static Event event(SpanData span, SpanTimes times, Entry entry) throws InvalidEvent {
    Trace trace = new Trace();
    trace.setProjectId(entry.project());
    trace.setTraceId(span.traceId());
    trace.setSpanId(span.spanId());
    trace.setPrecedence(span.isRoot() ? ROOT : -times.startMicros());
    if (span.isRoot()) {
      trace.setName(span.name());
      trace.setStatus(span.status());
      trace.setStartTime(times.start());
      trace.setEndTime(times.end());
    }
    trace.setIngest(entry.ingest());
    trace.setStamp(entry.stamp(times.known(), null, ContentHash.of(trace)));
    return new Event(
        entry.index(),
        EventType.TRACE,
        Key.trace(entry.project(), trace.getTraceId()),
        trace,
        new Statement(EventType.TRACE.subject(), trace.getTraceId(), null, trace.getStamp()));
  }
}
