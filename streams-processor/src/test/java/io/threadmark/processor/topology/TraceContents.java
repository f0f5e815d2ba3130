package io.threadmark.processor.topology;

import io.threadmark.schema.Content;
import io.threadmark.schema.ErrorDetail;
import io.threadmark.schema.Trace;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.apache.avro.specific.SpecificRecord;

/** What may be said of a trace, in one event: a few fields of many. */
final class TraceContents {
  private static final List<String> CLEARED =
      List.of("thread_id", "client_request_id", "model", "error", "usage", "user", "tags");

  private TraceContents() {}

  /** Of traces with these ids. */
  static Arbitrary<SpecificRecord> of(Arbitrary<String> ids) {
    Arbitrary<Consumer<Trace.Builder>> where =
        Arbitraries.oneOf(
            Arbitraries.of("A", "B").map(thread -> trace -> trace.setThreadId(thread)),
            Arbitraries.of("r1", "r2").map(id -> trace -> trace.setClientRequestId(id)));
    Arbitrary<Consumer<Trace.Builder>> what =
        Arbitraries.oneOf(
            where,
            where,
            Contents.clears(CLEARED).map(fields -> trace -> trace.setClear(fields)),
            Contents.words().map(word -> trace -> trace.setName(word)),
            Contents.words().map(word -> trace -> trace.setModel(word)),
            Contents.words()
                .map(word -> trace -> trace.setError(new ErrorDetail("c" + word, null))),
            Contents.words()
                .map(word -> trace -> trace.setOutput(new Content(null, '"' + word + '"'))),
            Arbitraries.of(0, 3)
                .map(second -> trace -> trace.setEndTime(Events.START.plusSeconds(second))),
            Arbitraries.of(-3_600, 0, 1)
                .map(second -> trace -> trace.setStartTime(Events.START.plusSeconds(second))),
            Arbitraries.of("OK", "ERROR").map(status -> trace -> trace.setStatus(status)),
            Combinators.combine(
                    Arbitraries.of("tokens", "input_tokens", "output_tokens", "total_tokens"),
                    Arbitraries.of(1L, 20L))
                .as((name, count) -> trace -> trace.setUsage(Map.of(name, count))),
            Arbitraries.of("s1", "s2").map(span -> trace -> trace.setSpanId(span)),
            Arbitraries.of(-1L, -7L).map(rank -> trace -> trace.setPrecedence(rank)),
            Contents.users().map(user -> trace -> trace.setUser(user)),
            Contents.tags().map(tags -> trace -> trace.setTags(tags)));
    return Combinators.combine(Contents.projects(), ids, what.list().ofMaxSize(4))
        .as(
            (project, id, parts) -> {
              Trace.Builder trace =
                  Trace.newBuilder()
                      .setProjectId(project)
                      .setTraceId(id)
                      .setStamp(Saying.NONE)
                      .setIngest(Saying.NOT_YET);
              parts.forEach(part -> part.accept(trace));
              return Contents.setsOrClears(trace.build());
            });
  }

  /** A trace whose user has more segments than a thing counts under, or just as many. */
  static Arbitrary<SpecificRecord> manySegments() {
    return Combinators.combine(
            Arbitraries.of(15, 16, 17, 20), Arbitraries.of("a", "b").injectNull(0.3))
        .as(
            (count, model) ->
                Trace.newBuilder()
                    .setProjectId(Events.PROJECT)
                    .setTraceId("t1")
                    .setThreadId("A")
                    .setModel(model)
                    .setUser(
                        Contents.userOf(IntStream.range(0, count).mapToObj(i -> "s" + i).toList()))
                    .setStamp(Saying.NONE)
                    .setIngest(Saying.NOT_YET)
                    .build());
  }
}
