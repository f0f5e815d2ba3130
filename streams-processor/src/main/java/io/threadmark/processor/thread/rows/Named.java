package io.threadmark.processor.thread.rows;

import io.threadmark.processor.facts.Facts;
import io.threadmark.processor.facts.Registers;
import io.threadmark.schema.TraceId;

/**
 * What the merged statements about a message or a thread name.
 *
 * @param traceId a message's trace in its canonical form; null where none is named
 * @param userId a user; null where none is named
 * @param createdAt the smallest event time of all statements, in microseconds; {@link
 *     Long#MAX_VALUE} where there is none
 */
public record Named(String traceId, String userId, long createdAt) {

  static Named of(Facts facts) {
    String traceId = facts.get(Registers.TRACE_ID);
    return new Named(
        traceId == null ? null : TraceId.canonical(traceId),
        facts.get(Registers.USER_ID),
        facts.createdAt());
  }
}
