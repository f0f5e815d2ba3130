package io.threadmark.gateway.event;

import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.span.SpanData;
import io.threadmark.schema.Micros;
import io.threadmark.schema.rule.TimeRule;
import java.time.Instant;

/**
 * The times of a span, and what is dated by them.
 *
 * @param start when it began
 * @param end when it ended; null where it has not, or nobody tells
 */
record SpanTimes(Instant start, Instant end) {
  private static final long PER_MICRO = 1_000;

  /** The times of a span, which keep the rule of all times. */
  static SpanTimes of(SpanData span, Arrival arrival) throws InvalidEvent {
    Instant latest = arrival.receivedAt().plus(TimeRule.AHEAD);
    Instant start = within(span.startNanos(), latest, "start_time");
    // Exporters write 0 for what has not ended.
    boolean ended = span.endNanos() != null && span.endNanos() != 0;
    return new SpanTimes(start, ended ? within(span.endNanos(), latest, "end_time") : null);
  }

  private static Instant within(long nanos, Instant latest, String path) throws InvalidEvent {
    return EventTime.bounded(Micros.toInstant(Math.floorDiv(nanos, PER_MICRO)), latest, path);
  }

  /** When all of it was known: what dates a statement about it. */
  Instant known() {
    return end != null ? end : start;
  }

  /** When it began, in microseconds since 1970 UTC. */
  long startMicros() {
    return Micros.of(start);
  }
}
