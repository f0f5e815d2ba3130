package io.threadmark.processor.topology;

import io.threadmark.processor.law.SpansAtRest;
import io.threadmark.schema.Span;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.apache.avro.specific.SpecificRecord;

/** What may be said of a span: soon there are more of them than {@link SpansAtRest} lets be. */
final class SpanContents {
  private static final long NANOS = 1_000_000_000L;

  private SpanContents() {}

  /** Of traces with these ids. */
  static Arbitrary<SpecificRecord> of(Arbitrary<String> traceIds) {
    return Combinators.combine(
            Contents.projects(),
            traceIds,
            Arbitraries.of("s1", "s2", "s3", "s4", "s5"),
            Arbitraries.of(0, 0, 1, 2),
            Arbitraries.of(1L, 5L).injectNull(0.3),
            Arbitraries.of(0, 0, 0, 100, 250, SpansAtRest.MOST_BYTES))
        .as(
            (project, trace, id, start, duration, size) ->
                Span.newBuilder()
                    .setProjectId(project)
                    .setTraceId(trace)
                    .setSpanId(id)
                    .setStartTimeNanos(nanos(start + id.charAt(1) % 3))
                    .setEndTimeNanos(duration == null ? null : nanos(start + duration))
                    .setAttributes("{\"a\":\"" + "x".repeat(size) + "\"}")
                    .setStamp(Saying.NONE)
                    .setIngest(Saying.NOT_YET)
                    .build());
  }

  private static long nanos(long second) {
    return (Events.START.getEpochSecond() + second) * NANOS + 1;
  }
}
