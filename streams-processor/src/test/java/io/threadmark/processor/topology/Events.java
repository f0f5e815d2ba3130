package io.threadmark.processor.topology;

import io.threadmark.schema.Content;
import io.threadmark.schema.Erasure;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Ingest;
import io.threadmark.schema.Message;
import io.threadmark.schema.Source;
import io.threadmark.schema.Span;
import io.threadmark.schema.Stamp;
import io.threadmark.schema.Target;
import io.threadmark.schema.ThreadFacts;
import io.threadmark.schema.Trace;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.function.Consumer;

/** Events for tests, at seconds after a fixed time. */
final class Events {
  static final String PROJECT = "acme";

  /** So late in a year that what is said lies in two minutes, hours and days. */
  static final Instant START = Instant.parse("2025-12-31T23:59:54Z");

  private Events() {}

  static Trace trace(String traceId, int second, Consumer<Trace.Builder> more) {
    Trace.Builder trace =
        Trace.newBuilder()
            .setProjectId(PROJECT)
            .setTraceId(traceId)
            .setStamp(stamp(second, ""))
            .setIngest(ingest(second));
    more.accept(trace);
    return trace.setStamp(stamp(second, trace.build().toString())).build();
  }

  static Trace trace(String traceId, int second, String threadId, String clientRequestId) {
    return trace(
        traceId, second, trace -> trace.setThreadId(threadId).setClientRequestId(clientRequestId));
  }

  static Span span(String traceId, String spanId, int second) {
    return span(traceId, spanId, second, span -> {});
  }

  static Span span(String traceId, String spanId, int second, Consumer<Span.Builder> more) {
    Span.Builder span =
        Span.newBuilder()
            .setProjectId(PROJECT)
            .setTraceId(traceId)
            .setSpanId(spanId)
            .setStamp(stamp(second, ""))
            .setStartTimeNanos(START.plusSeconds(second).getEpochSecond() * 1_000_000_000L)
            .setIngest(ingest(second));
    more.accept(span);
    return span.setStamp(stamp(second, span.build().toString())).build();
  }

  static Message message(String threadId, String messageId, int second, String text) {
    return Message.newBuilder()
        .setProjectId(PROJECT)
        .setThreadId(threadId)
        .setMessageId(messageId)
        .setStamp(stamp(second, text))
        .setRole("user")
        .setContent(new Content(text, null))
        .setIngest(ingest(second))
        .build();
  }

  static ThreadFacts thread(String threadId, int second, Consumer<ThreadFacts.Builder> more) {
    ThreadFacts.Builder facts =
        ThreadFacts.newBuilder()
            .setProjectId(PROJECT)
            .setThreadId(threadId)
            .setStamp(stamp(second, ""))
            .setIngest(ingest(second));
    more.accept(facts);
    return facts.setStamp(stamp(second, facts.build().toString())).build();
  }

  static Feedback feedback(String feedbackId, int second, Target target, String valueJson) {
    return feedback(feedbackId, second, target, valueJson, feedback -> {});
  }

  static Feedback feedback(
      String feedbackId,
      int second,
      Target target,
      String valueJson,
      Consumer<Feedback.Builder> more) {
    Feedback.Builder feedback =
        Feedback.newBuilder()
            .setProjectId(PROJECT)
            .setFeedbackId(feedbackId)
            .setStamp(stamp(second, ""))
            .setTarget(target)
            .setKind("BOOLEAN")
            .setValueJson(valueJson)
            .setSource(new Source("HUMAN", "u1"))
            .setIngest(ingest(second));
    more.accept(feedback);
    return feedback.setStamp(stamp(second, feedback.build().toString())).build();
  }

  static Erasure erasure(String kind, String id, int second) {
    return Erasure.newBuilder()
        .setProjectId(PROJECT)
        .setErasureId("e-" + kind + second)
        .setSubjectKind(kind)
        .setSubjectId(id)
        .setStamp(stamp(second, kind + id))
        .setIngest(ingest(second))
        .build();
  }

  static Target onTrace(String traceId) {
    return new Target(traceId, null, null, null, null);
  }

  static Target onRequest(String clientRequestId) {
    return new Target(null, clientRequestId, null, null, null);
  }

  static Target onThread(String threadId) {
    return new Target(null, null, threadId, null, null);
  }

  static Target onMessage(String threadId, String messageId) {
    return new Target(null, null, threadId, messageId, null);
  }

  static Stamp stamp(int second, String content) {
    return Stamp.newBuilder()
        .setEventTime(START.plusSeconds(second))
        .setContentHash(ByteBuffer.allocate(Integer.BYTES).putInt(content.hashCode()).flip())
        .build();
  }

  static Ingest ingest(int second) {
    return new Ingest(START.plusSeconds(second + 1L), "http");
  }
}
