package io.threadmark.processor.law;

import io.threadmark.schema.Content;
import io.threadmark.schema.ErrorDetail;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.LabeledMessage;
import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.LabeledTrace;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A thread as subscribers must see it. */
record LabeledView(ThreadAtRest thread) {

  /** The whole of it. */
  LabeledThread whole() {
    return LabeledThread.newBuilder()
        .setProjectId(thread.thread().project())
        .setThreadId(thread.thread().id())
        .setKind(thread.thread().id().startsWith("trace:") ? "trace" : "thread")
        .setTitle(thread.title())
        .setUser(thread.user())
        .setCreatedAt(thread.createdAt())
        .setUpdatedAt(thread.updatedAt())
        .setMessages(of('m').map(LabeledView::message).toList())
        .setTraces(of('t').map(LabeledView::trace).toList())
        .setFeedback(of('f').map(this::feedback).toList())
        .setIntents(thread.words("intents"))
        .setIssues(thread.words("issues"))
        .setTags(thread.texts("tags"))
        .setMetadata(thread.texts("metadata"))
        .setMessageCount(thread.count('m'))
        .setTraceCount(thread.count('t'))
        .setFeedbackCount(thread.count('f'))
        .build();
  }

  private Stream<ThreadItem> of(char kind) {
    return thread.items().stream().filter(item -> item.kind() == kind && item.counts());
  }

  private static LabeledMessage message(ThreadItem item) {
    MergedFacts facts = item.facts();
    return LabeledMessage.newBuilder()
        .setMessageId(item.id())
        .setRole(facts.text("role"))
        .setName(facts.text("name"))
        .setContent((Content) facts.get("content"))
        .setToolCalls(facts.text("tool_calls"))
        .setToolCallId(facts.text("tool_call_id"))
        .setTraceId(facts.text("trace_id"))
        .setUser(facts.user())
        .setTags(facts.texts("tags"))
        .setMetadata(facts.texts("metadata"))
        .setCreatedAt(item.createdAt())
        .setUpdatedAt(item.updatedAt())
        .build();
  }

  private static LabeledTrace trace(ThreadItem item) {
    MergedFacts facts = item.facts();
    boolean failed = facts.get("error.code") != null || facts.get("error.message") != null;
    return LabeledTrace.newBuilder()
        .setTraceId(item.id())
        .setClientRequestId(facts.text("client_request_id"))
        .setName(facts.text("name"))
        .setStatus(facts.text("status"))
        .setError(
            failed ? new ErrorDetail(facts.text("error.code"), facts.text("error.message")) : null)
        .setStartTime((Instant) facts.get("start_time"))
        .setEndTime((Instant) facts.get("end_time"))
        .setInput((Content) facts.get("input"))
        .setOutput((Content) facts.get("output"))
        .setModel(facts.text("model"))
        .setUsage(usage(facts))
        .setUser(facts.user())
        .setTags(facts.texts("tags"))
        .setMetadata(facts.texts("metadata"))
        .setCreatedAt(item.createdAt())
        .setUpdatedAt(item.updatedAt())
        .build();
  }

  /** What the application counted itself, else the sum over the spans, up to 10^12. */
  private static Map<String, Long> usage(MergedFacts facts) {
    Map<String, Long> own = new TreeMap<>();
    Map<String, Long> ofSpans = new TreeMap<>();
    facts
        .keys("usage")
        .forEach(
            (spanAndName, count) -> {
              String[] parts = spanAndName.split("/", 2);
              (parts[0].isEmpty() ? own : ofSpans)
                  .merge(
                      parts[1],
                      (Long) count,
                      (some, more) -> Math.min(some + more, 1_000_000_000_000L));
            });
    return own.isEmpty() ? ofSpans : own;
  }

  private LabeledFeedback feedback(ThreadItem item) {
    Feedback winner = item.piece().winner();
    String message = winner.getTarget().getMessageId();
    return LabeledFeedback.newBuilder()
        .setFeedbackId(item.id())
        .setTarget(winner.getTarget())
        .setTraceId(item.piece().traceId())
        .setMessageFound(
            message == null
                ? null
                : thread.messages().anyMatch(other -> other.id().equals(message)))
        .setName(winner.getName())
        .setKind(winner.getKind())
        .setValueJson(winner.getValueJson())
        .setScale(winner.getScale())
        .setPolarity(new Judgement(winner).polarity())
        .setRationale(winner.getRationale())
        .setSource(winner.getSource())
        .setSignal(winner.getSignal())
        .setError(winner.getError())
        .setMetadata(winner.getMetadata())
        .setOverrides(winner.getOverrides())
        .setCreatedAt(item.createdAt())
        .setUpdatedAt(item.updatedAt())
        .build();
  }
}
