package io.threadmark.processor.rollup.counting;

import io.threadmark.processor.facts.Facts;
import io.threadmark.processor.facts.Statements;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Ingest;
import io.threadmark.schema.Micros;
import io.threadmark.schema.Source;
import io.threadmark.schema.Stamp;
import io.threadmark.schema.ThreadFacts;
import io.threadmark.schema.Trace;
import io.threadmark.schema.state.FactsRow;
import io.threadmark.schema.state.LiveFeedback;
import io.threadmark.schema.state.PlacedFeedback;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.function.Consumer;

/** What threads are told, at seconds after a fixed time. */
public final class Said {
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static final String PROJECT = "acme";

  private Said() {}

  /** A trace as its ref sends it. */
  public static FactsRow trace(int second, Consumer<Trace.Builder> more) {
    Trace.Builder trace =
        Trace.newBuilder()
            .setProjectId(PROJECT)
            .setTraceId("t")
            .setStamp(stamp(second))
            .setIngest(ingest(second));
    more.accept(trace);
    return Facts.of(null).merge(Statements.of(trace.build())).toRow();
  }

  /** Feedback that is matched to a trace; null for feedback on the thread itself. */
  public static PlacedFeedback feedback(
      int second, String traceId, String valueJson, Consumer<Feedback.Builder> more) {
    Feedback.Builder feedback =
        Feedback.newBuilder()
            .setProjectId(PROJECT)
            .setFeedbackId("f")
            .setStamp(stamp(second))
            .setKind("BOOLEAN")
            .setValueJson(valueJson)
            .setSource(new Source("HUMAN", "u1"))
            .setIngest(ingest(second));
    more.accept(feedback);
    long time = Micros.of(START.plusSeconds(second));
    LiveFeedback live = new LiveFeedback(feedback.build(), null, time, time);
    return new PlacedFeedback(live, traceId, "thread", traceId == null ? null : time, false);
  }

  /** Facts of the thread; the later ones win. */
  public static ThreadFacts facts(int second, Consumer<ThreadFacts.Builder> more) {
    ThreadFacts.Builder facts =
        ThreadFacts.newBuilder()
            .setProjectId(PROJECT)
            .setThreadId("thread")
            .setStamp(stamp(second))
            .setIngest(ingest(second));
    more.accept(facts);
    return facts.build();
  }

  private static Stamp stamp(int second) {
    return Stamp.newBuilder()
        .setEventTime(START.plusSeconds(second))
        .setContentHash(ByteBuffer.wrap(new byte[] {1}))
        .build();
  }

  private static Ingest ingest(int second) {
    return new Ingest(START.plusSeconds(second), "http");
  }
}
