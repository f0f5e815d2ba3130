package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.Processor;
import io.threadmark.schema.LabeledThread;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** What is erased is gone from queries, stores and compacted topics, and stays away. */
@Alone
class ErasureIT {
  /** A broker that compacts as soon as it can. */
  private static final Map<String, String> EAGER =
      Map.of(
          "log.roll.ms", "1000",
          "log.cleaner.backoff.ms", "200",
          "log.cleaner.min.cleanable.ratio", "0.001",
          "log.cleaner.min.compaction.lag.ms", "0",
          "log.cleaner.delete.retention.ms", "0");

  /** In every id and text of what is erased, and nowhere else. */
  private static final String SECRET = "zebra";

  private static final int FILLERS = 60;
  private static final int ERASED_FILLERS = 12;

  private static final List<String> GONE =
      List.of(
          "threads/zebra-thread",
          "threads/zebra-of-user",
          "traces/zebra-trace",
          "traces/zebra-trace-of-thread",
          "feedback/zebra-by-request",
          "feedback/zebra-moved",
          "feedback/zebra-on-trace",
          "feedback/zebra-by-user",
          "feedback/zebra-waits");

  private static final String EVENTS =
      """
      [{"type":"message","thread_id":"zebra-thread","message_id":"zm1","role":"user","content":"zebra text"},
       {"type":"message","thread_id":"zebra-thread","message_id":"zm2","role":"assistant","trace_id":"zebra-trace-of-thread","content":"zebra answer"},
       {"type":"trace","trace_id":"zebra-trace-of-thread","client_request_id":"zebra-request","thread_id":"zebra-thread","input":"zebra"},
       {"type":"feedback","feedback_id":"zebra-by-request","client_request_id":"zebra-request","value":true,"rationale":"zebra"},
       {"type":"feedback","feedback_id":"zebra-moved","thread_id":"zebra-thread","value":true,"revision":1},
       {"type":"feedback","feedback_id":"zebra-moved","thread_id":"kept","value":true,"revision":2},
       {"type":"trace","trace_id":"zebra-trace","thread_id":"kept","output":"zebra"},
       {"type":"message","thread_id":"kept","message_id":"zebra-message","role":"assistant","trace_id":"zebra-trace","content":"zebra"},
       {"type":"feedback","feedback_id":"zebra-on-trace","trace_id":"zebra-trace","value":true},
       {"type":"thread","thread_id":"zebra-of-user","user":{"id":"zebra-user"},"intents":["zebra"]},
       {"type":"feedback","feedback_id":"zebra-by-user","thread_id":"kept","value":true,"source":{"type":"HUMAN","id":"zebra-user"}},
       {"type":"feedback","feedback_id":"zebra-waits","client_request_id":"never","value":true,"source":{"type":"HUMAN","id":"zebra-user"}},
       {"type":"message","thread_id":"kept","message_id":"m1","role":"user","content":"stays"},
       {"type":"feedback","feedback_id":"stays","thread_id":"kept","value":true}]
      """;

  @Test
  void whatIsErasedIsInNoStoreQueryOrCompactedTopicAndNoReplayBringsItBack() {
    try (Threadmark threadmark = new Threadmark(1, Map.of(), new EmbeddedKafka(1, EAGER));
        NewestValues<LabeledThread> labeled =
            NewestValues.labeledThreads(threadmark.bootstrapServers(), threadmark.deserializer())) {
      Api api = threadmark.api();
      Api.Answer posted = api.post("/api/v1/events?wait_ms=10000", EVENTS);
      assertSeen(posted);
      assertThat(api.in("other").post("/api/v1/events?wait_ms=10000", EVENTS).status())
          .isEqualTo(202);
      GONE.forEach(path -> assertThat(api.get("/api/v1/" + path).status()).as(path).isEqualTo(200));
      Await.until("they are published", () -> labeled.read().size() == 6);

      erase(api, "threads/zebra-thread", "thread", 1, 1, 2, 2);
      assertThat(api.get("/api/v1/threads/kept").text()).doesNotContain("zebra-moved");
      erase(api, "traces/zebra-trace", "trace", 0, 1, 1, 1);
      erase(api, "users/zebra-user", "user", 1, 0, 0, 2);

      GONE.forEach(path -> assertThat(api.get("/api/v1/" + path).status()).as(path).isEqualTo(404));
      assertThat(api.get("/api/v1/threads/kept").text()).contains("stays").doesNotContain(SECRET);
      assertThat(api.get("/api/v1/feedback").text()).contains("stays").doesNotContain(SECRET);
      Await.until(
          "they are taken back",
          () -> labeled.read().keySet().stream().noneMatch(key -> key.matches("default.*zebra.*")));
      GONE.forEach(
          path ->
              assertThat(api.in("other").get("/api/v1/" + path).status())
                  .as("another project's " + path)
                  .isEqualTo(200));
      api.in("other").delete("/api/v1/threads/zebra-thread");
      api.in("other").delete("/api/v1/traces/zebra-trace");
      api.in("other").delete("/api/v1/users/zebra-user");

      // What comes again is dropped, and nobody waits for it.
      Api.Answer again = api.post("/api/v1/events?wait_ms=10000", EVENTS);
      assertSeen(again);
      GONE.forEach(
          path ->
              Await.until(
                  path + " does not come back", () -> api.get("/api/v1/" + path).status() == 404));

      int[] round = {0};
      Await.until(
          Duration.ofMinutes(5), // the broker compacts when it finds the time
          "compaction has removed it",
          () -> {
            fill(api, round[0]++);
            Set<String> where = whereSecretIs(threadmark);
            if (!where.isEmpty()) {
              throw new IllegalStateException("it is still in " + where);
            }
            return true;
          });
      startAnew(threadmark, round[0] - 1);
    }
  }

  private static void assertSeen(Api.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(answer.json().get("visible").asBoolean()).as(answer.text()).isTrue();
  }

  private static void erase(
      Api api, String path, String kind, int threads, int traces, int messages, int feedback) {
    Api.Answer accepted = api.delete("/api/v1/" + path);
    assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
    assertThat(accepted.json().get("subject_kind").asText()).isEqualTo(kind);
    String erasure = "/api/v1/erasures/" + accepted.json().get("erasure_id").asText();
    Await.until(
        "the erasure of the " + kind + " is done",
        () -> {
          Api.Answer far = api.get(erasure);
          return far.status() == 200 && far.json().get("state").asText().equals("DONE");
        });
    assertThat(api.get(erasure).json().get("erased").toString())
        .isEqualTo(
            "{\"threads\":%d,\"traces\":%d,\"messages\":%d,\"feedback\":%d}"
                .formatted(threads, traces, messages, feedback));
    assertThat(api.get(erasure).text()).doesNotContain(SECRET);
    assertThat(api.in("other").get(erasure).status()).isEqualTo(404);
  }

  /** A processor that begins with empty stores and reads all that ever came. */
  private static void startAnew(Threadmark threadmark, int lastRound) {
    try (Processor anew = threadmark.anotherApplication("anew")) {
      Api api = new Api("http://127.0.0.1:" + anew.port());
      Await.until("it is ready", () -> api.get("/readyz").status() == 200);
      // The last events of every partition.
      for (int i = ERASED_FILLERS; i < FILLERS; i++) {
        String path = "/api/v1/threads/filler" + lastRound + "-" + i;
        Await.until("it has read all", () -> api.get(path).status() == 200);
      }
      GONE.forEach(
          path ->
              Await.until(
                  path + " does not come back", () -> api.get("/api/v1/" + path).status() == 404));
      Await.until(
          "nothing comes back to the thread that is kept",
          () -> !api.get("/api/v1/threads/kept").text().contains(SECRET));
    }
  }

  /** Other events, so that every partition has a segment to close and something to compact. */
  private static void fill(Api api, int round) {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < FILLERS; i++) {
      String id = "filler" + round + "-" + i;
      events.add(
          "{\"type\":\"feedback\",\"feedback_id\":\"%1$s\",\"client_request_id\":\"%1$s\",\"value\":true,\"source\":{\"type\":\"HUMAN\",\"id\":\"%1$s\"}}"
              .formatted(id));
      events.add(
          "{\"type\":\"message\",\"thread_id\":\"%1$s\",\"message_id\":\"%1$s\",\"role\":\"user\",\"trace_id\":\"%1$s\"}"
              .formatted(id));
      events.add(
          "{\"type\":\"trace\",\"trace_id\":\"%1$s\",\"client_request_id\":\"%1$s\",\"thread_id\":\"%1$s\"}"
              .formatted(id));
    }
    Api.Answer answer =
        api.post("/api/v1/events?wait_ms=10000", "application/x-ndjson", String.join("\n", events));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    for (int i = 0; i < ERASED_FILLERS; i++) {
      api.delete("/api/v1/threads/filler" + round + "-" + i);
    }
  }

  /** The compacted topics, changelogs among them, that have the secret in any record. */
  private static Set<String> whereSecretIs(Threadmark threadmark) throws Exception {
    Properties config = new Properties();
    config.put("bootstrap.servers", threadmark.bootstrapServers());
    Set<String> found = new TreeSet<>();
    try (Admin admin = Admin.create(config);
        KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          compacted(admin).stream()
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(part -> new TopicPartition(part.topic(), part.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          if (has(record.key()) || has(record.value())) {
            found.add(record.topic() + " " + record.partition());
          }
        }
      }
    }
    return found;
  }

  private static List<String> compacted(Admin admin) throws Exception {
    List<ConfigResource> topics =
        admin.listTopics().names().get().stream()
            .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
            .toList();
    Map<ConfigResource, Config> configs = admin.describeConfigs(topics).all().get();
    List<String> compacted =
        configs.entrySet().stream()
            .filter(topic -> topic.getValue().get("cleanup.policy").value().contains("compact"))
            .map(topic -> topic.getKey().name())
            .toList();
    assertThat(compacted)
        .contains("threadmark.labeled-threads", "threadmark-processor-threads-changelog");
    return compacted;
  }

  private static boolean has(byte[] bytes) {
    return bytes != null
        && Stream.of(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1))
            .anyMatch(text -> text.contains(SECRET));
  }
}
