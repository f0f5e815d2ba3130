package io.threadmark.processor.span.rows;

import io.threadmark.schema.Span;

/**
 * Names a span in its trace, in the order of time. Statements that give one span other starts are
 * about several places, so a place never moves.
 *
 * @param startNanos when the span began, nanoseconds since 1970 UTC
 * @param spanId its id
 */
record SpanPlace(long startNanos, String spanId) {
  static SpanPlace of(Span span) {
    return new SpanPlace(span.getStartTimeNanos(), span.getSpanId());
  }
}
