package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.LabeledMessage;
import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.LabeledTrace;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * From an HTTP post to a labeled thread in Kafka and in a query, nothing mocked. Two processors
 * share the work, and every query is asked through one address.
 */
@ExtendWith(SharedThreadmark.class)
class WholeWayIT {
  private static Threadmark threadmark;
  private static NewestValues<LabeledThread> subscriber;

  private final String project = "p-" + UUID.randomUUID();
  private Api api;

  @BeforeAll
  static void start() {
    threadmark = SharedThreadmark.threadmark();
    subscriber =
        NewestValues.labeledThreads(threadmark.bootstrapServers(), threadmark.deserializer());
  }

  @AfterAll
  static void stop() {
    subscriber.close();
  }

  @BeforeEach
  void newProject() {
    api = threadmark.api().in(project);
  }

  @Test
  void feedbackByClientRequestIdWaitsForItsTraceAndThenJoins() {
    post(
        """
        {"type":"feedback","feedback_id":"f1","client_request_id":"req-1","value":true,"rationale":"spot on"}
        """);
    JsonNode pending = get("/api/v1/feedback/f1");
    assertThat(pending.get("state").asText()).isEqualTo("PENDING");
    assertThat(pending.at("/waiting_for/client_request_id").asText()).isEqualTo("req-1");
    assertThat(pending.get("waiting_until").asText()).isNotEmpty();

    post(
        """
        {"type":"trace","trace_id":"t1","client_request_id":"req-1","thread_id":"th","model":"m"}
        """);
    JsonNode matched = get("/api/v1/feedback/f1");
    assertThat(matched.get("state").asText()).isEqualTo("MATCHED");
    assertThat(matched.get("trace_id").asText()).isEqualTo("t1");
    assertThat(matched.get("thread_id").asText()).isEqualTo("th");
    assertThat(feedbackIds(get("/api/v1/threads/th"))).containsExactly("f1");
    assertThat(feedbackIds(get("/api/v1/traces/t1"))).containsExactly("f1");
    assertThat(feedbackIds(get("/api/v1/traces?client_request_id=req-1").get("rows").get(0)))
        .containsExactly("f1");
  }

  @Test
  void feedbackAfterItsTraceJoinsByEitherId() {
    post(
        """
        {"type":"trace","trace_id":"t1","client_request_id":"req-1","thread_id":"th"}
        {"type":"feedback","feedback_id":"a","trace_id":"t1","name":"helpfulness","value":4,"scale":{"min":1,"max":5}}
        {"type":"feedback","feedback_id":"b","client_request_id":"req-1","value":false}
        """);
    assertThat(feedbackIds(get("/api/v1/threads/th"))).containsExactlyInAnyOrder("a", "b");
    assertThat(get("/api/v1/feedback/a").get("polarity").asText()).isEqualTo("POSITIVE");
    assertThat(get("/api/v1/feedback/b").get("polarity").asText()).isEqualTo("NEGATIVE");
  }

  @Test
  void feedbackOnAThreadAndOnAMessageJoins() {
    post(
        """
        {"type":"feedback","feedback_id":"on-thread","thread_id":"th","value":"good"}
        {"type":"feedback","feedback_id":"on-message","thread_id":"th","message_id":"m1","value":"bad"}
        """);
    assertThat(get("/api/v1/feedback/on-message").get("message_found").asBoolean()).isFalse();
    post(
        """
        {"type":"message","thread_id":"th","message_id":"m1","role":"assistant","content":"Hello"}
        """);
    JsonNode thread = get("/api/v1/threads/th");
    assertThat(feedbackIds(thread)).containsExactlyInAnyOrder("on-thread", "on-message");
    assertThat(get("/api/v1/feedback/on-message").get("message_found").asBoolean()).isTrue();
  }

  @Test
  void aTraceWithoutAThreadGetsItsOwnAndMovesWhenItLearnsItsThread() {
    post(
        """
        {"type":"trace","trace_id":"t1","client_request_id":"req-1"}
        {"type":"feedback","feedback_id":"f1","client_request_id":"req-1","value":true}
        """);
    JsonNode own = get("/api/v1/threads/trace:t1");
    assertThat(own.get("kind").asText()).isEqualTo("trace");
    assertThat(feedbackIds(own)).containsExactly("f1");

    post("{\"type\":\"trace\",\"trace_id\":\"t1\",\"thread_id\":\"th\"}");
    assertThat(feedbackIds(get("/api/v1/threads/th"))).containsExactly("f1");
    assertThat(get("/api/v1/feedback/f1").get("thread_id").asText()).isEqualTo("th");
    Await.until(
        "the own thread is gone", () -> api.get("/api/v1/threads/trace:t1").status() == 404);
    Await.until(
        "the topic knows only the new thread",
        () -> labeled().keySet().equals(java.util.Set.of("th")));
  }

  @Test
  void oneFeedbackIdSentByClientRequestIdAndThenByTraceIdIsOnePiece() {
    post(
        """
        {"type":"trace","trace_id":"t1","client_request_id":"req-1","thread_id":"th"}
        {"type":"feedback","feedback_id":"f1","client_request_id":"req-1","value":true,"timestamp":"2026-01-01T00:00:01Z"}
        """);
    post(
        """
        {"type":"feedback","feedback_id":"f1","trace_id":"t1","value":true,"timestamp":"2026-01-01T00:00:02Z"}
        """);
    JsonNode thread = get("/api/v1/threads/th");
    assertThat(feedbackIds(thread)).containsExactly("f1");
    assertThat(thread.get("feedback_count").asInt()).isEqualTo(1);
    JsonNode feedback = get("/api/v1/feedback/f1");
    assertThat(feedback.at("/target/trace_id").asText()).isEqualTo("t1");
    assertThat(feedback.get("history")).hasSize(2);
  }

  @Test
  void aRetractionTakesTheLabelAway() {
    post(
        """
        {"type":"trace","trace_id":"t1","thread_id":"th","timestamp":"2026-01-01T00:00:00Z"}
        {"type":"feedback","feedback_id":"f1","trace_id":"t1","value":true,"timestamp":"2026-01-01T00:00:01Z"}
        """);
    Await.until("the thread is labeled", () -> labeled().containsKey("th"));
    Api.Answer answer =
        api.delete("/api/v1/feedback/f1?timestamp=2026-01-01T00:00:02Z&wait_ms=10000");
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().get("visible").asBoolean()).isTrue();
    assertThat(get("/api/v1/feedback/f1").get("state").asText()).isEqualTo("RETRACTED");
    assertThat(feedbackIds(get("/api/v1/threads/th"))).isEmpty();
    Await.until("the topic forgets the thread", () -> labeled().isEmpty());
  }

  @Test
  void theTopicAndTheQueryHoldTheSame() {
    Api.Answer put =
        api.put(
            "/api/v1/threads/th?wait_ms=10000",
            """
            {"title":"Refund","intents":["refund"],"issues":["slow"],"tags":{"env":"prod"},
             "metadata":{"n":12345678901234567890.5},"user":{"id":"u1","segments":{"plan":"pro"}},
             "messages":[
               {"message_id":"m1","role":"user","content":"Où est 我的 🍵?","timestamp":"2026-01-01T00:00:00Z"},
               {"message_id":"m2","role":"tool","name":"lookup","content_json":{"rows":3},"timestamp":"2026-01-01T00:00:01Z"}]}
            """);
    assertThat(put.status()).isEqualTo(202);
    post(
        """
        {"type":"trace","trace_id":"t1","thread_id":"th","name":"chat","status":"OK","start_time":"2026-01-01T00:00:00Z","end_time":"2026-01-01T00:00:01.5Z","input":"in","output":{"out":1},"model":"m","usage":{"input_tokens":10,"output_tokens":20}}
        {"type":"feedback","feedback_id":"f1","trace_id":"t1","kind":"CORRECTION","name":"correction","value":{"text":"better","start":0,"end":4}}
        """);
    JsonNode query = get("/api/v1/threads/th");
    LabeledThread topic =
        Await.untilPresent(
            "the labeled thread with all its parts",
            () -> {
              LabeledThread thread = labeled().get("th");
              return thread != null
                      && thread.getMessageCount() == 2
                      && thread.getTraceCount() == 1
                      && thread.getFeedbackCount() == 1
                  ? thread
                  : null;
            });
    assertThat(topic.getTitle()).isEqualTo(query.get("title").asText()).isEqualTo("Refund");
    assertThat(topic.getUser().getSegments()).isEqualTo(Map.of("plan", "pro"));
    assertThat(query.at("/user/segments/plan").asText()).isEqualTo("pro");
    assertThat(topic.getIntents()).containsExactly("refund");
    assertThat(topic.getMetadata().get("n")).isEqualTo("12345678901234567890.5");
    assertThat(api.get("/api/v1/threads/th").text()).contains("\"n\":12345678901234567890.5");
    assertThat(topic.getMessages())
        .extracting(LabeledMessage::getMessageId)
        .containsExactlyElementsOf(texts(query.get("messages"), "message_id"));
    assertThat(topic.getMessages().get(0).getContent().getText())
        .isEqualTo(query.at("/messages/0/content").asText())
        .isEqualTo("Où est 我的 🍵?");
    LabeledTrace trace = topic.getTraces().get(0);
    assertThat(trace.getUsage()).isEqualTo(Map.of("input_tokens", 10L, "output_tokens", 20L));
    assertThat(trace.getEndTime().toString()).isEqualTo(query.at("/traces/0/end_time").asText());
    assertThat(topic.getFeedback())
        .extracting(LabeledFeedback::getFeedbackId)
        .containsExactlyElementsOf(feedbackIds(query));
    assertThat(topic.getCreatedAt().toString()).isEqualTo(query.get("created_at").asText());
    assertThat(topic.getUpdatedAt().toString()).isEqualTo(query.get("updated_at").asText());
  }

  @Test
  void messagesComeInPages() {
    StringBuilder events = new StringBuilder();
    for (int i = 0; i < 25; i++) {
      events.append(
          "{\"type\":\"message\",\"thread_id\":\"th\",\"message_id\":\"m%02d\",\"role\":\"user\",\"content\":\"%d\",\"timestamp\":\"2026-01-01T00:00:%02dZ\"}\n"
              .formatted(i, i, i));
    }
    post(events.toString());
    JsonNode first = get("/api/v1/threads/th?page_size=10");
    JsonNode second =
        get("/api/v1/threads/th?page_size=10&cursor=" + first.get("next_cursor").asText());
    JsonNode third =
        get("/api/v1/threads/th?page_size=10&cursor=" + second.get("next_cursor").asText());
    assertThat(texts(first.get("messages"), "message_id")).startsWith("m00").hasSize(10);
    assertThat(texts(second.get("messages"), "message_id")).startsWith("m10").hasSize(10);
    assertThat(texts(third.get("messages"), "message_id")).startsWith("m20").hasSize(5);
    assertThat(third.has("next_cursor")).isFalse();
    assertThat(first.get("message_count").asInt()).isEqualTo(25);
  }

  @Test
  void aProjectSeesNothingOfAnother() {
    post(
        """
        {"type":"trace","trace_id":"t1","client_request_id":"req-1","thread_id":"th"}
        {"type":"feedback","feedback_id":"f1","trace_id":"t1","value":true}
        """);
    Api other = threadmark.api().in(project + "x");
    assertThat(other.get("/api/v1/threads/th").status()).isEqualTo(404);
    assertThat(other.get("/api/v1/traces/t1").status()).isEqualTo(404);
    assertThat(other.get("/api/v1/feedback/f1").status()).isEqualTo(404);
    assertThat(other.get("/api/v1/traces?client_request_id=req-1").json().get("rows")).isEmpty();
  }

  @Test
  void everyProcessorAnswersForEveryKey() {
    StringBuilder events = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      events.append(
          """
          {"type":"trace","trace_id":"t%1$d","client_request_id":"req-%1$d","thread_id":"th%1$d"}
          {"type":"message","thread_id":"th%1$d","message_id":"m","role":"user","content":"%1$d"}
          {"type":"feedback","feedback_id":"f%1$d","client_request_id":"req-%1$d","value":true}
          """
              .formatted(i));
    }
    post(events.toString());
    for (Api processor : threadmark.processors()) {
      for (int i = 0; i < 20; i++) {
        Api here = processor.in(project);
        assertThat(feedbackIds(here.get("/api/v1/threads/th" + i).json())).containsExactly("f" + i);
        assertThat(feedbackIds(here.get("/api/v1/traces/t" + i).json())).containsExactly("f" + i);
        assertThat(here.get("/api/v1/feedback/f" + i).json().get("state").asText())
            .isEqualTo("MATCHED");
      }
    }
  }

  @Test
  void aReceiptMakesAQueryWaitForWhatItNames() {
    Api.Answer posted =
        api.post(
            "/api/v1/events",
            "{\"type\":\"trace\",\"trace_id\":\"t1\",\"thread_id\":\"th\",\"name\":\"now\"}");
    String receipt = posted.json().get("receipt").asText();
    Api.Answer answer = api.get("/api/v1/traces/t1?wait_ms=10000&wait_for=" + receipt);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("name").asText()).isEqualTo("now");
    assertThat(api.get("/api/v1/traces/t1?wait_for=nonsense").status()).isEqualTo(422);
    assertThat(threadmark.api().in("another").get("/api/v1/traces/t1?wait_for=" + receipt).status())
        .isEqualTo(422);
  }

  @Test
  void aReceiptMakesMetricsWaitForWhatItNames() {
    for (int i = 1; i <= 20; i++) {
      Api.Answer posted =
          api.post(
              "/api/v1/events",
              "application/x-ndjson",
              """
              {"type":"feedback","feedback_id":"f%1$d","trace_id":"t%1$d","value":true}
              {"type":"trace","trace_id":"t%1$d","thread_id":"th%1$d"}
              """
                  .formatted(i));
      String receipt = posted.json().get("receipt").asText();
      JsonNode summary = get("/api/v1/metrics/summary?wait_ms=10000&wait_for=" + receipt);
      assertThat(summary.get("total_traces").asInt()).isEqualTo(i);
      assertThat(summary.get("traces_with_feedback").asInt()).isEqualTo(i);
    }
  }

  @Test
  void whatIsVisibleAfterAPostIsInMetricsToo() {
    for (int i = 1; i <= 20; i++) {
      post("{\"type\":\"trace\",\"trace_id\":\"t%d\"}".formatted(i));
      assertThat(get("/api/v1/metrics/summary").get("total_traces").asInt()).isEqualTo(i);
    }
  }

  @Test
  void idsWithSlashesPercentsAndSpacesAreFoundAgain() {
    post(
        """
        {"type":"trace","trace_id":"a/b %2F+ü?","thread_id":"th/1%","client_request_id":"r&1=2"}
        {"type":"feedback","feedback_id":"f/1 %","client_request_id":"r&1=2","value":true}
        """);
    assertThat(feedbackIds(get("/api/v1/threads/th%2F1%25"))).containsExactly("f/1 %");
    assertThat(get("/api/v1/traces/a%2Fb%20%252F+%C3%BC%3F").get("trace_id").asText())
        .isEqualTo("a/b %2F+ü?");
    assertThat(get("/api/v1/feedback/f%2F1%20%25").get("state").asText()).isEqualTo("MATCHED");
    assertThat(get("/api/v1/traces?client_request_id=r%261%3D2").get("rows")).hasSize(1);
  }

  private void post(String lines) {
    Api.Answer answer = api.post("/api/v1/events?wait_ms=10000", "application/x-ndjson", lines);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(answer.json().get("visible").asBoolean()).as(answer.text()).isTrue();
  }

  private JsonNode get(String pathAndQuery) {
    Api.Answer answer = api.get(pathAndQuery);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  /** The labeled threads of this test's project, by thread id. */
  private Map<String, LabeledThread> labeled() {
    Map<String, LabeledThread> mine = new java.util.TreeMap<>();
    subscriber
        .read()
        .forEach(
            (key, thread) -> {
              if (thread.getProjectId().equals(project)) {
                mine.put(thread.getThreadId(), thread);
              }
            });
    return mine;
  }

  private static List<String> feedbackIds(JsonNode view) {
    return texts(view.get("feedback"), "feedback_id");
  }

  private static List<String> texts(JsonNode array, String field) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(item -> item.get(field).asText())
        .toList();
  }
}
