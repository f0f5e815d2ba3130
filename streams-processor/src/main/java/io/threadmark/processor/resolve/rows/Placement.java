package io.threadmark.processor.resolve.rows;

import io.threadmark.processor.facts.Facts;

/**
 * Where the feedback of a ref belongs at the moment.
 *
 * @param traceId the trace that the ref names
 * @param threadId the thread that the trace is in
 * @param traceIngestedAt when the trace was first heard of, microseconds since 1970-01-01T00:00:00Z
 */
public record Placement(String traceId, String threadId, long traceIngestedAt) {

  /** Where a trace's own facts put it. */
  public static Placement of(String traceId, Facts facts) {
    return new Placement(traceId, TraceRows.threadOf(traceId, facts), facts.firstIngestedAt());
  }
}
