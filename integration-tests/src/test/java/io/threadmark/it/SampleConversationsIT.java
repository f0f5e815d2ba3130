package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.LabeledMessage;
import io.threadmark.schema.LabeledThread;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The sample conversations, shuffled, with every kind of feedback: what comes out of the topic is
 * what a plain reading of the file says, in any order of arrival.
 */
@ExtendWith(SharedThreadmark.class)
class SampleConversationsIT {
  /** What a thread should hold: its messages in order, and its live feedback. */
  private record Expected(List<String> messages, Map<String, JsonNode> feedback) {}

  private final String project = "sample-" + UUID.randomUUID();
  private final Threadmark threadmark = SharedThreadmark.threadmark();

  @Test
  void whatComesOutIsWhatTheFileSaysInAnyOrder() throws IOException {
    List<ObjectNode> events = SampleConversations.events();
    Map<String, Expected> expected = expected(events);
    assertThat(expected).hasSizeGreaterThan(30);

    List<ObjectNode> shuffled = new ArrayList<>(events);
    Collections.shuffle(shuffled, new Random(7));
    StringBuilder body = new StringBuilder();
    shuffled.forEach(event -> body.append(event).append('\n'));
    Api.Answer answer =
        threadmark
            .api()
            .in(project)
            .post("/api/v1/events?wait_ms=10000", "application/x-ndjson", body.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(answer.json().get("accepted").asInt()).isEqualTo(events.size());

    try (NewestValues<LabeledThread> subscriber =
        NewestValues.labeledThreads(threadmark.bootstrapServers(), threadmark.deserializer())) {
      Map<String, Expected> found = new TreeMap<>();
      Await.until(
          "the labeled threads are as expected",
          () -> {
            found.clear();
            for (LabeledThread thread : subscriber.read().values()) {
              if (thread.getProjectId().equals(project)) {
                found.put(thread.getThreadId(), shown(thread));
              }
            }
            return found.equals(expected);
          },
          () -> assertThat(found).isEqualTo(expected));
    }
  }

  private static Expected shown(LabeledThread thread) throws IOException {
    Map<String, JsonNode> feedback = new TreeMap<>();
    for (LabeledFeedback piece : thread.getFeedback()) {
      String value = piece.getValueJson() == null ? "null" : piece.getValueJson();
      feedback.put(piece.getFeedbackId(), Api.JSON.readTree(value));
    }
    return new Expected(
        thread.getMessages().stream().map(LabeledMessage::getMessageId).toList(), feedback);
  }

  /** A plain reading of the file: who has the last word, who is where. */
  private static Map<String, Expected> expected(List<ObjectNode> events) {
    Map<String, ObjectNode> feedback = new HashMap<>();
    Map<String, String> threadOfTrace = new HashMap<>();
    Map<String, String> traceOfRequest = new HashMap<>();
    Map<String, Map<String, ObjectNode>> messages = new HashMap<>();
    Set<String> labeledByFacts = new HashSet<>();
    List<ObjectNode> inTime = new ArrayList<>(events);
    inTime.sort(Comparator.comparing(SampleConversationsIT::time));
    Map<String, Set<String>> marks = new HashMap<>();
    for (ObjectNode event : inTime) {
      switch (event.get("type").asText()) {
        case "trace" -> {
          String id = event.get("trace_id").asText();
          threadOfTrace.putIfAbsent(id, "trace:" + id);
          if (event.has("thread_id")) {
            threadOfTrace.put(id, event.get("thread_id").asText());
          }
          if (event.has("client_request_id")) {
            traceOfRequest.put(event.get("client_request_id").asText(), id);
          }
        }
        case "message" ->
            messages
                .computeIfAbsent(event.get("thread_id").asText(), id -> new HashMap<>())
                .put(event.get("message_id").asText(), event);
        case "thread" -> {
          Set<String> present =
              marks.computeIfAbsent(event.get("thread_id").asText(), id -> new HashSet<>());
          event.path("intents").forEach(intent -> present.add("intent " + intent.asText()));
          event.path("issues").forEach(issue -> present.add("issue " + issue.asText()));
          event.path("remove_intents").forEach(gone -> present.remove("intent " + gone.asText()));
          event.path("remove_issues").forEach(gone -> present.remove("issue " + gone.asText()));
        }
        default -> feedback.put(event.get("feedback_id").asText(), event);
      }
    }
    marks.forEach(
        (thread, present) -> {
          if (!present.isEmpty()) {
            labeledByFacts.add(thread);
          }
        });
    Set<String> overridden = new HashSet<>();
    feedback.values().removeIf(event -> event.path("retracted").asBoolean());
    feedback.values().forEach(event -> overridden.add(event.path("overrides").asText()));
    Map<String, Map<String, JsonNode>> byThread = new HashMap<>();
    feedback.forEach(
        (id, event) -> {
          String thread = threadOf(event, threadOfTrace, traceOfRequest);
          if (thread != null && !overridden.contains(id)) {
            byThread.computeIfAbsent(thread, key -> new TreeMap<>()).put(id, value(event));
          }
        });
    labeledByFacts.forEach(thread -> byThread.putIfAbsent(thread, new TreeMap<>()));
    Map<String, Expected> expected = new TreeMap<>();
    byThread.forEach(
        (thread, pieces) ->
            expected.put(
                thread,
                new Expected(
                    messages.getOrDefault(thread, Map.of()).values().stream()
                        .sorted(
                            Comparator.comparing(SampleConversationsIT::time)
                                .thenComparing(message -> message.get("message_id").asText()))
                        .map(message -> message.get("message_id").asText())
                        .toList(),
                    pieces)));
    return expected;
  }

  private static String threadOf(
      ObjectNode feedback, Map<String, String> threadOfTrace, Map<String, String> traceOfRequest) {
    if (feedback.has("thread_id")) {
      return feedback.get("thread_id").asText();
    }
    String trace =
        feedback.has("trace_id")
            ? feedback.get("trace_id").asText()
            : traceOfRequest.get(feedback.get("client_request_id").asText());
    return threadOfTrace.get(trace);
  }

  private static JsonNode value(ObjectNode feedback) {
    return feedback.path("value").isMissingNode() ? NullNode.instance : feedback.get("value");
  }

  private static Instant time(ObjectNode event) {
    for (String field : List.of("timestamp", "end_time", "start_time")) {
      if (event.has(field)) {
        return Instant.parse(event.get(field).asText());
      }
    }
    throw new IllegalStateException("an event of the sample has no time: " + event);
  }
}
