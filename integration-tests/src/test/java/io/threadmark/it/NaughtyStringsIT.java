package io.threadmark.it;

import static io.threadmark.it.WrongRequest.EVENTS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.it.Wire.Answer;
import io.threadmark.it.Wire.Request;
import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.LabeledMessage;
import io.threadmark.schema.LabeledThread;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The big list of naughty strings goes in and comes out, character for character. */
@ExtendWith(SharedThreadmark.class)
class NaughtyStringsIT {
  private static final String TIME = "2026-01-01T00:00:00Z";

  /** Strings of one thread, which shows so many messages on a page. */
  private static final int OF_A_THREAD = 300;

  private final String project = "naughty-" + UUID.randomUUID();
  private final SoftAssertions softly = new SoftAssertions();
  private String base;
  private List<String> strings;

  @BeforeEach
  void read() throws IOException {
    base = SharedThreadmark.threadmark().gatewayUrl();
    strings = new ArrayList<>();
    for (JsonNode string :
        Api.JSON.readTree(Files.readAllBytes(SharedData.folder("blns").resolve("blns.json")))) {
      strings.add(string.asText());
    }
    assertThat(strings).hasSizeGreaterThan(500);
  }

  @Test
  void asTextsTheyComeBackFromQueriesAndFromTheTopic() {
    ArrayNode events = Api.JSON.createArrayNode();
    for (int i = 0; i < strings.size(); i++) {
      events.addAll(List.of(message(i), feedback(i)));
    }
    store(events);
    for (int first = 0; first < strings.size(); first += OF_A_THREAD) {
      int end = Math.min(strings.size(), first + OF_A_THREAD);
      checkQuery(first, end);
      checkTopic(first, end);
    }
    softly.assertAll();
  }

  @Test
  void asIdsTheyNameWhatTheyNamed() {
    Set<String> legal = new LinkedHashSet<>();
    ArrayNode events = Api.JSON.createArrayNode();
    for (String string : strings) {
      if (isLegal(string) && legal.add(string)) {
        events.add(
            event("trace")
                .put("trace_id", string)
                .put("client_request_id", string)
                .put("thread_id", string));
        events.add(
            event("feedback")
                .put("feedback_id", string)
                .put("client_request_id", string)
                .put("value", string));
      }
    }
    assertThat(legal).hasSizeGreaterThan(400);
    store(events);
    for (String id : legal) {
      JsonNode trace = get("/api/v1/traces/" + encoded(id));
      softly.assertThat(trace.path("trace_id").asText()).as(id).isEqualTo(id);
      softly.assertThat(trace.path("thread_id").asText()).as(id).isEqualTo(id);
      JsonNode feedback = get("/api/v1/feedback/" + encoded(id));
      softly.assertThat(feedback.path("feedback_id").asText()).as(id).isEqualTo(id);
      softly.assertThat(feedback.path("state").asText()).as(id).isEqualTo("MATCHED");
      JsonNode thread = get("/api/v1/threads/" + encoded(id));
      softly.assertThat(thread.path("thread_id").asText()).as(id).isEqualTo(id);
      softly.assertThat(thread.at("/feedback/0/feedback_id").asText()).as(id).isEqualTo(id);
      JsonNode rows = get("/api/v1/traces?client_request_id=" + encoded(id)).path("rows");
      softly.assertThat(rows).as(id).hasSize(1);
      softly.assertThat(rows.at("/0/client_request_id").asText()).as(id).isEqualTo(id);
    }
    softly.assertAll();
  }

  @Test
  void asIdsTheOthersAreRefused() {
    List<String> illegal = strings.stream().filter(string -> !isLegal(string)).toList();
    assertThat(illegal).isNotEmpty();
    for (String id : illegal) {
      ObjectNode event =
          event("feedback").put("feedback_id", id).put("trace_id", "t").put("value", 1);
      Answer answer = Request.post(EVENTS, event.toString()).in(project).to(base);
      softly.assertThat(answer.status).as(id + answer).isEqualTo(422);
      softly.assertThat(answer.path()).as(id).isEqualTo("feedback_id");
    }
    softly.assertAll();
  }

  private ObjectNode message(int i) {
    String string = strings.get(i);
    ObjectNode message = event("message").put("thread_id", thread(i)).put("message_id", id(i));
    message.put("role", "user").put("content", string);
    message.putObject("tags").put("t", string);
    ObjectNode metadata = message.putObject("metadata");
    metadata.put("m", string);
    if (isLabel(string)) {
      metadata.put(string, true);
    }
    return message;
  }

  private ObjectNode feedback(int i) {
    ObjectNode feedback = event("feedback").put("feedback_id", id(i)).put("thread_id", thread(i));
    feedback.put("kind", "TEXT").put("value", strings.get(i)).put("rationale", strings.get(i));
    return feedback;
  }

  private void checkQuery(int first, int end) {
    JsonNode thread = get("/api/v1/threads/" + thread(first) + "?page_size=500");
    Map<String, JsonNode> messages = byId(thread.get("messages"), "message_id");
    Map<String, JsonNode> feedback = byId(thread.get("feedback"), "feedback_id");
    for (int i = first; i < end; i++) {
      String string = strings.get(i);
      JsonNode message = messages.get(id(i));
      softly.assertThat(message.get("content").asText()).isEqualTo(string);
      softly.assertThat(message.at("/tags/t").asText()).isEqualTo(string);
      softly.assertThat(message.at("/metadata/m").asText()).isEqualTo(string);
      softly
          .assertThat(message.get("metadata").has(string))
          .as(string)
          .isEqualTo(isLabel(string) || string.equals("m"));
      softly.assertThat(feedback.get(id(i)).get("value").asText()).isEqualTo(string);
      softly.assertThat(feedback.get(id(i)).get("rationale").asText()).isEqualTo(string);
    }
  }

  private void checkTopic(int first, int end) {
    LabeledThread thread = labeled(thread(first), end - first);
    Map<String, LabeledMessage> messages = new TreeMap<>();
    thread.getMessages().forEach(message -> messages.put(message.getMessageId(), message));
    Map<String, LabeledFeedback> feedback = new TreeMap<>();
    thread.getFeedback().forEach(item -> feedback.put(item.getFeedbackId(), item));
    for (int i = first; i < end; i++) {
      String string = strings.get(i);
      LabeledMessage message = messages.get(id(i));
      softly.assertThat(message.getContent().getText()).isEqualTo(string);
      softly.assertThat(message.getTags()).containsEntry("t", string);
      softly.assertThat(text(message.getMetadata().get("m"))).isEqualTo(string);
      softly.assertThat(text(feedback.get(id(i)).getValueJson())).isEqualTo(string);
      softly.assertThat(feedback.get(id(i)).getRationale()).isEqualTo(string);
    }
  }

  private LabeledThread labeled(String threadId, int size) {
    Threadmark threadmark = SharedThreadmark.threadmark();
    try (NewestValues<LabeledThread> reader =
        NewestValues.labeledThreads(threadmark.bootstrapServers(), threadmark.deserializer())) {
      return Await.untilPresent(
          "the labeled thread " + threadId,
          () -> {
            LabeledThread thread = reader.read().get(project + "/h/" + threadId);
            boolean whole =
                thread != null
                    && thread.getMessageCount() == size
                    && thread.getFeedbackCount() == size;
            return whole ? thread : null;
          });
    }
  }

  /** Stores the events and waits until they are seen; what is sent again is the same. */
  private void store(ArrayNode events) {
    Await.until(
        "what is stored is seen",
        () -> {
          Request post = Request.post(EVENTS + "?wait_ms=10000", events.toString());
          Answer answer = post.in(project).to(base);
          assertThat(answer.status).as(answer.toString()).isEqualTo(202);
          return answer.json().get("visible").asBoolean();
        });
  }

  private JsonNode get(String path) {
    Answer answer = Request.get(path).in(project).to(base);
    softly.assertThat(answer.status).as(path).isEqualTo(200);
    return answer.json();
  }

  private static String text(String json) {
    try {
      return Api.JSON.readTree(json).asText();
    } catch (IOException e) {
      throw new AssertionError(json, e);
    }
  }

  private static Map<String, JsonNode> byId(JsonNode items, String field) {
    Map<String, JsonNode> byId = new TreeMap<>();
    items.forEach(item -> byId.put(item.get(field).asText(), item));
    return byId;
  }

  private static ObjectNode event(String type) {
    return Api.JSON.createObjectNode().put("type", type).put("timestamp", TIME);
  }

  private static String id(int i) {
    return "n%04d".formatted(i);
  }

  private static String thread(int i) {
    return "naughty-" + i / OF_A_THREAD;
  }

  private static boolean isLegal(String id) {
    return isLabel(id) && !id.equals(".") && !id.equals("..");
  }

  private static boolean isLabel(String text) {
    int bytes = text.getBytes(UTF_8).length;
    return bytes >= 1 && bytes <= 256 && text.chars().noneMatch(Character::isISOControl);
  }

  /** Every byte as a client may encode it. */
  private static String encoded(String id) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : id.getBytes(UTF_8)) {
      encoded.append("%%%02X".formatted(b & 0xFF));
    }
    return encoded.toString();
  }
}
