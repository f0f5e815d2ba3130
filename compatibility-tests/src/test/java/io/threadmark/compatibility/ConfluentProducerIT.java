package io.threadmark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.schema.Content;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Ingest;
import io.threadmark.schema.Key;
import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.Message;
import io.threadmark.schema.Source;
import io.threadmark.schema.Stamp;
import io.threadmark.schema.Target;
import io.threadmark.schema.ThreadFacts;
import io.threadmark.schema.Topic;
import io.threadmark.schema.Topics;
import io.threadmark.schema.Trace;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who writes to the input topics with Confluent's serializer is understood. */
@ExtendWith(Cluster.Shared.class)
class ConfluentProducerIT {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00.123456Z");
  private static final Ingest INGEST = new Ingest(TIME, "http");
  private static Roles roles;

  private final String project = "producer-" + UUID.randomUUID();

  @BeforeAll
  static void start(Cluster cluster) throws Exception {
    roles = new Roles(cluster, Map.of());
  }

  @AfterAll
  static void stop() {
    roles.close();
  }

  @Test
  void whatTheyWriteIsJoinedQueriedAndPublished(Cluster cluster) throws Exception {
    try (TopicBytes topics = new TopicBytes(cluster.kafka())) {
      Serializer<SpecificRecord> theirs = Confluent.serializer(cluster.registry());
      write(topics, theirs, Topics.FEEDBACK, Key.feedback(project, "f"), feedback());
      write(topics, theirs, Topics.TRACES, Key.trace(project, "t"), trace());
      write(topics, theirs, Topics.MESSAGES, Key.thread(project, "th"), message());
      write(topics, theirs, Topics.THREAD_FACTS, Key.thread(project, "th"), facts());

      Api api = roles.api(project);
      Await.until(
          "the feedback is matched",
          () -> api.get("/api/v1/feedback/f").json().path("state").asText().equals("MATCHED"));
      Await.until("the thread is whole", () -> isWhole(api.get("/api/v1/threads/th").json()));
      JsonNode thread = api.get("/api/v1/threads/th").expect(200).json();
      assertThat(thread.get("title").asText()).isEqualTo("Tea");
      assertThat(thread.at("/messages/0/content").asText()).isEqualTo("Où est 我的 🍵?");
      assertThat(thread.at("/traces/0/client_request_id").asText()).isEqualTo("r");
      assertThat(thread.at("/feedback/0/trace_id").asText()).isEqualTo("t");
      assertThat(thread.get("created_at").asText()).isEqualTo(TIME.toString());

      Await.until("the thread is published", () -> labeled(cluster, topics).contains(thread("th")));
      assertThat(topics.read(Topics.DEAD_LETTERS))
          .noneMatch(letter -> Key.parse(letter.key()).project().equals(project));
    }
  }

  private static void write(
      TopicBytes topics,
      Serializer<SpecificRecord> serializer,
      Topic topic,
      Key key,
      SpecificRecord event)
      throws InterruptedException {
    topics.write(topic, key.bytes(), serializer.serialize(topic.name(), event));
  }

  private static boolean isWhole(JsonNode thread) {
    return thread.path("message_count").asInt() == 1
        && thread.path("trace_count").asInt() == 1
        && thread.path("feedback_count").asInt() == 1
        && thread.has("title");
  }

  /** The labeled threads of this project that have one of each part, in short. */
  private List<String> labeled(Cluster cluster, TopicBytes topics) {
    var ours = Ours.deserializer(cluster.registry());
    return topics.read(Topics.LABELED_THREADS).stream()
        .map(record -> (LabeledThread) ours.deserialize(record.topic(), record.value()))
        .filter(thread -> thread != null && thread.getProjectId().equals(project))
        .filter(thread -> thread.getMessageCount() == 1 && thread.getTraceCount() == 1)
        .filter(thread -> thread.getFeedback().size() == 1 && "Tea".equals(thread.getTitle()))
        .map(thread -> thread(thread.getThreadId()))
        .toList();
  }

  private String thread(String id) {
    return project + " " + id;
  }

  private Trace trace() {
    return Trace.newBuilder()
        .setProjectId(project)
        .setTraceId("t")
        .setStamp(stamp(1))
        .setClientRequestId("r")
        .setThreadId("th")
        .setStartTime(TIME)
        .setUsage(Map.of("input_tokens", 10L))
        .setIngest(INGEST)
        .build();
  }

  private Message message() {
    return Message.newBuilder()
        .setProjectId(project)
        .setThreadId("th")
        .setMessageId("m")
        .setStamp(stamp(2))
        .setRole("user")
        .setContent(new Content("Où est 我的 🍵?", null))
        .setIngest(INGEST)
        .build();
  }

  private ThreadFacts facts() {
    return ThreadFacts.newBuilder()
        .setProjectId(project)
        .setThreadId("th")
        .setStamp(stamp(3))
        .setTitle("Tea")
        .setIntents(List.of("refund"))
        .setIngest(INGEST)
        .build();
  }

  private Feedback feedback() {
    return Feedback.newBuilder()
        .setProjectId(project)
        .setFeedbackId("f")
        .setStamp(stamp(4))
        .setTarget(new Target(null, "r", null, null, null))
        .setKind("BOOLEAN")
        .setValueJson("true")
        .setSource(new Source("HUMAN", "u1"))
        .setIngest(INGEST)
        .build();
  }

  private static Stamp stamp(int content) {
    return new Stamp(TIME, 0L, ByteBuffer.wrap(new byte[] {(byte) content}));
  }
}
