package io.threadmark.dataset;

import io.threadmark.schema.Content;
import io.threadmark.schema.ErrorDetail;
import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.LabeledMessage;
import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.LabeledTrace;
import io.threadmark.schema.Scale;
import io.threadmark.schema.Source;
import io.threadmark.schema.Target;
import io.threadmark.schema.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Builds a labeled thread for a test, item by item, a second apart. */
public final class TestThread {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final LabeledThread thread;
  private final List<LabeledMessage> messages = new ArrayList<>();
  private final List<LabeledTrace> traces = new ArrayList<>();
  private final List<LabeledFeedback> feedback = new ArrayList<>();
  private int seconds;

  private TestThread(String id) {
    this.thread =
        LabeledThread.newBuilder()
            .setProjectId("default")
            .setThreadId(id)
            .setKind(id.startsWith("trace:") ? "trace" : "thread")
            .setCreatedAt(BEGIN)
            .setUpdatedAt(BEGIN)
            .setMessageCount(0)
            .setTraceCount(0)
            .setFeedbackCount(0)
            .build();
  }

  public static TestThread of(String id) {
    return new TestThread(id);
  }

  public TestThread user(String id) {
    thread.setUser(
        User.newBuilder().setId(id).setSegments(Map.of("plan", "pro", "country", "de")).build());
    return this;
  }

  public TestThread title(String title) {
    thread.setTitle(title);
    return this;
  }

  public TestThread intents(String... intents) {
    thread.setIntents(List.of(intents));
    return this;
  }

  public TestThread issues(String... issues) {
    thread.setIssues(List.of(issues));
    return this;
  }

  public TestThread tags(Map<String, String> tags, Map<String, String> metadata) {
    thread.setTags(tags);
    thread.setMetadata(metadata);
    return this;
  }

  public TestThread truncated() {
    thread.setTruncated(true);
    return this;
  }

  public TestThread system(String text) {
    return message("system", text, null);
  }

  public TestThread user(String text, String traceId) {
    return message("user", text, traceId);
  }

  public TestThread assistant(String text, String traceId) {
    return message("assistant", text, traceId);
  }

  public TestThread message(String role, String text, String traceId) {
    return message(
        message -> {
          message.setRole(role);
          message.setContent(new Content(text, null));
          message.setTraceId(traceId);
        });
  }

  public TestThread json(String role, String json, String traceId) {
    return message(
        message -> {
          message.setRole(role);
          message.setContent(new Content(null, json));
          message.setTraceId(traceId);
        });
  }

  public TestThread calls(String toolCalls, String traceId) {
    return message(
        message -> {
          message.setRole("assistant");
          message.setToolCalls(toolCalls);
          message.setTraceId(traceId);
        });
  }

  public TestThread tool(String name, String callId, String json) {
    return message(
        message -> {
          message.setRole("tool");
          message.setName(name);
          message.setToolCallId(callId);
          message.setContent(new Content(null, json));
        });
  }

  public TestThread message(Consumer<LabeledMessage> content) {
    Instant now = tick();
    LabeledMessage message =
        LabeledMessage.newBuilder()
            .setMessageId(thread.getThreadId() + "-m" + (messages.size() + 1))
            .setCreatedAt(now)
            .setUpdatedAt(now)
            .build();
    content.accept(message);
    messages.add(message);
    return this;
  }

  public TestThread trace(String id) {
    return trace(id, null, null);
  }

  public TestThread trace(String id, Content input, Content output) {
    Instant now = tick();
    traces.add(
        LabeledTrace.newBuilder()
            .setTraceId(id)
            .setClientRequestId("req-" + id)
            .setName("chat")
            .setStatus("OK")
            .setModel("gpt-x")
            .setInput(input)
            .setOutput(output)
            .setUsage(Map.of("input_tokens", 10L, "output_tokens", 20L))
            .setStartTime(now)
            .setEndTime(now.plusMillis(1500))
            .setCreatedAt(now)
            .setUpdatedAt(now)
            .build());
    return this;
  }

  /** Of a person, on a trace. */
  public TestThread says(String rater, String traceId, String kind, String name, String value) {
    return feedback(
        piece -> {
          piece.setSource(new Source("HUMAN", rater));
          piece.setTarget(Target.newBuilder().setTraceId(traceId).build());
          piece.setTraceId(traceId);
          piece.setKind(kind);
          piece.setName(name);
          piece.setValueJson(value);
        });
  }

  public TestThread likes(String rater, String traceId, boolean yes) {
    return says(rater, traceId, "BOOLEAN", "user_feedback", String.valueOf(yes))
        .polarity(yes ? "POSITIVE" : "NEGATIVE");
  }

  public TestThread corrects(String rater, String traceId, String value) {
    return says(rater, traceId, "CORRECTION", "correction", value);
  }

  public TestThread prefers(String rater, String traceId, String value) {
    return says(rater, traceId, "PREFERENCE", "preference", value);
  }

  public TestThread onThread(String rater, boolean yes) {
    return likes(rater, null, yes)
        .last(
            piece ->
                piece.setTarget(Target.newBuilder().setThreadId(thread.getThreadId()).build()));
  }

  public TestThread onMessage(String rater, int number, boolean yes) {
    return likes(rater, null, yes)
        .last(
            piece -> {
              piece.setTarget(
                  Target.newBuilder()
                      .setThreadId(thread.getThreadId())
                      .setMessageId(thread.getThreadId() + "-m" + number)
                      .build());
              piece.setMessageFound(true);
            });
  }

  public TestThread polarity(String polarity) {
    return last(piece -> piece.setPolarity(polarity));
  }

  public TestThread scale(double min, double max) {
    return last(piece -> piece.setScale(new Scale(min, max)));
  }

  public TestThread because(String rationale) {
    return last(piece -> piece.setRationale(rationale));
  }

  public TestThread implicit() {
    return last(piece -> piece.setSignal("IMPLICIT"));
  }

  public TestThread byJudge(String id) {
    return last(piece -> piece.setSource(new Source("LLM_JUDGE", id)));
  }

  public TestThread failed() {
    return last(
        piece -> {
          piece.setError(new ErrorDetail("timeout", "the judge did not answer"));
          piece.setValueJson(null);
        });
  }

  /** Changes the feedback that was added last. */
  public TestThread last(Consumer<LabeledFeedback> change) {
    change.accept(feedback.get(feedback.size() - 1));
    return this;
  }

  public LabeledThread build() {
    thread.setMessages(messages);
    thread.setTraces(traces);
    thread.setFeedback(feedback);
    thread.setMessageCount(messages.size());
    thread.setTraceCount(traces.size());
    thread.setFeedbackCount(feedback.size());
    thread.setUpdatedAt(BEGIN.plusSeconds(seconds));
    return thread;
  }

  private TestThread feedback(Consumer<LabeledFeedback> content) {
    Instant now = tick();
    LabeledFeedback piece =
        LabeledFeedback.newBuilder()
            .setFeedbackId(thread.getThreadId() + "-f" + (feedback.size() + 1))
            .setTarget(new Target())
            .setName("user_feedback")
            .setKind("BOOLEAN")
            .setPolarity("NONE")
            .setSource(new Source("HUMAN", null))
            .setSignal("EXPLICIT")
            .setCreatedAt(now)
            .setUpdatedAt(now)
            .build();
    content.accept(piece);
    feedback.add(piece);
    return this;
  }

  private Instant tick() {
    return BEGIN.plusSeconds(++seconds);
  }
}
