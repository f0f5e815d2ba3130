package io.threadmark.it;

import static io.threadmark.it.WrongRequest.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.it.Wire.Answer;
import io.threadmark.it.Wire.Request;
import io.threadmark.schema.LabeledThread;
import io.threadmark.testkit.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is sent again, also at the same time and in any order, is there once. */
@ExtendWith(SharedThreadmark.class)
class IdempotencyIT {
  private static final int TIMES = 50;
  private static final int CLIENTS = 10;

  private static final String WITH_IDS =
      """
      [{"type":"trace","trace_id":"t1","client_request_id":"r1","thread_id":"th","output":"Hi"},
       {"type":"message","thread_id":"th","message_id":"m1","role":"user","content":"Hello"},
       {"type":"message","thread_id":"th","message_id":"m2","role":"assistant","content":"Hi"},
       {"type":"thread","thread_id":"th","title":"Greeting","intents":["greet"]},
       {"type":"feedback","feedback_id":"f1","client_request_id":"r1","value":true},
       {"type":"feedback","feedback_id":"f2","thread_id":"th","value":4,"scale":{"min":1,"max":5}}]
      """;

  private static final String WITHOUT_IDS =
      """
      [{"type":"trace","thread_id":"th","output":"Hi"},
       {"type":"message","thread_id":"th","role":"user","content":"Hello"},
       {"type":"message","thread_id":"th","role":"assistant","content":"Hi"},
       {"type":"feedback","thread_id":"th","value":true},
       {"type":"feedback","thread_id":"th","value":true}]
      """;

  private final String project = "again-" + UUID.randomUUID();
  private String base;

  @BeforeEach
  void findTheGateway() {
    base = SharedThreadmark.threadmark().gatewayUrl();
  }

  @Test
  void aBatchWithIdsIsStoredOnce() throws Exception {
    assertThat(idsOf(sendOften(WITH_IDS, null)))
        .containsExactlyInAnyOrder("t1", "m1", "m2", "th", "f1", "f2");
    assertThatThereIs(2, 1, 2);
    assertThatFeedbackHasOneVersion(Set.of("f1", "f2"));
    JsonNode rows = get("/api/v1/traces?client_request_id=r1").get("rows");
    assertThat(rows).hasSize(1);
    assertThat(rows.at("/0/ambiguous").asBoolean()).isFalse();
    assertThat(get("/api/v1/threads/th").get("intents")).hasSize(1);
  }

  @Test
  void aBatchWithoutIdsButAKeyIsStoredOnce() throws Exception {
    Set<String> ids = idsOf(sendOften(WITHOUT_IDS, "key-1"));
    assertThat(ids).hasSize(5);
    assertThatThereIs(2, 1, 2);
    assertThatFeedbackHasOneVersion(feedbackIds());
  }

  @Test
  void anotherKeyMeansOtherEvents() throws Exception {
    Set<String> ids = idsOf(sendOften(WITHOUT_IDS, "key-1"));
    ids.addAll(idsOf(sendOften(WITHOUT_IDS, "key-2")));
    assertThat(ids).hasSize(10);
    assertThatThereIs(4, 2, 4);
    assertThatFeedbackHasOneVersion(feedbackIds());
  }

  @Test
  void theKeyOfAnotherProjectIsAnotherKey() throws Exception {
    Set<String> ids = idsOf(sendOften(WITHOUT_IDS, "key-1"));
    Answer other =
        Request.post(EVENTS, WITHOUT_IDS)
            .in(project + "x")
            .with("Idempotency-Key", "key-1")
            .to(base);
    assertThat(idsOf(List.of(other))).doesNotContainAnyElementsOf(ids);
  }

  /** The batch from several clients at once, each time as a request of its own. */
  private List<Answer> sendOften(String batch, String key) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<Answer>> sent = new ArrayList<>();
      for (int i = 0; i < TIMES; i++) {
        Request request = Request.post(EVENTS + "?wait_ms=10000", batch).in(project);
        if (key != null) {
          request.with("Idempotency-Key", key);
        }
        sent.add(clients.submit(() -> request.to(base)));
      }
      List<Answer> answers = new ArrayList<>();
      for (Future<Answer> answer : sent) {
        answers.add(answer.get());
      }
      return answers;
    } finally {
      clients.shutdown();
    }
  }

  /** The ids that the answers name, all of which say that everything is stored and visible. */
  private static Set<String> idsOf(List<Answer> answers) {
    Set<String> ids = new TreeSet<>();
    for (Answer answer : answers) {
      assertThat(answer.status).as(answer.toString()).isEqualTo(202);
      assertThat(answer.json().path("visible").asBoolean(true)).as("visible in time").isTrue();
      answer.json().get("receipts").forEach(receipt -> ids.add(receipt.get("id").asText()));
    }
    return ids;
  }

  private void assertThatThereIs(int messages, int traces, int feedback) {
    JsonNode thread = get("/api/v1/threads/th");
    assertThat(thread.get("messages")).hasSize(messages);
    assertThat(thread.get("traces")).hasSize(traces);
    assertThat(thread.get("feedback")).hasSize(feedback);
    assertThat(thread.get("message_count").asInt()).isEqualTo(messages);
    assertThat(thread.get("trace_count").asInt()).isEqualTo(traces);
    assertThat(thread.get("feedback_count").asInt()).isEqualTo(feedback);
    Threadmark threadmark = SharedThreadmark.threadmark();
    try (NewestValues<LabeledThread> reader =
        NewestValues.labeledThreads(threadmark.bootstrapServers(), threadmark.deserializer())) {
      Await.until(
          "the topic has each thing once",
          () -> {
            LabeledThread labeled = reader.read().get(project + "/h/th");
            return labeled != null
                && labeled.getMessageCount() == messages
                && labeled.getMessages().size() == messages
                && labeled.getTraces().size() == traces
                && labeled.getFeedback().size() == feedback;
          });
    }
  }

  private Set<String> feedbackIds() {
    Set<String> ids = new TreeSet<>();
    get("/api/v1/threads/th")
        .get("feedback")
        .forEach(item -> ids.add(item.get("feedback_id").asText()));
    return ids;
  }

  private void assertThatFeedbackHasOneVersion(Set<String> ids) {
    for (String id : ids) {
      assertThat(get("/api/v1/feedback/" + id).get("history")).as(id).hasSize(1);
    }
  }

  private JsonNode get(String path) {
    Answer answer = Request.get(path).in(project).to(base);
    assertThat(answer.status).as(answer.toString()).isEqualTo(200);
    return answer.json();
  }
}
