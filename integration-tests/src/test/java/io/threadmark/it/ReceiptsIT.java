package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.schema.Key;
import io.threadmark.schema.Receipt;
import io.threadmark.schema.ReceiptKeys;
import io.threadmark.schema.Stamp;
import io.threadmark.schema.StatementName;
import io.threadmark.schema.Topics;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What senders are told of what they sent, on real parts with two processors. */
@ExtendWith(SharedThreadmark.class)
class ReceiptsIT {
  private static final int OFTEN = 8;

  private final Threadmark threadmark = SharedThreadmark.threadmark();
  private final String project = "p-" + UUID.randomUUID();
  private final Api api = threadmark.api().in(project);

  @RepeatedTest(OFTEN)
  void anOverrideThatIsWithdrawnIsGoneOnceThatIsVisible() {
    post(
        """
        {"type":"feedback","feedback_id":"old","thread_id":"T","value":true,"timestamp":"2026-01-01T00:00:00Z"}
        {"type":"feedback","feedback_id":"a","thread_id":"A","value":1,"overrides":"old","timestamp":"2026-01-01T00:00:01Z"}
        """);
    assertThat(get("/api/v1/threads/T").get("feedback")).isEmpty();

    post(
        """
        {"type":"feedback","feedback_id":"a","thread_id":"A","value":1,"timestamp":"2026-01-01T00:00:02Z"}
        """);
    assertThat(get("/api/v1/threads/T").get("feedback")).hasSize(1);

    post(
        """
        {"type":"feedback","feedback_id":"b","thread_id":"B","value":1,"overrides":"old","timestamp":"2026-01-01T00:00:01Z"}
        """);
    assertThat(get("/api/v1/threads/T").get("feedback")).isEmpty();
    visible(api.delete("/api/v1/feedback/b?timestamp=2026-01-01T00:00:03Z&wait_ms=10000"));
    assertThat(get("/api/v1/threads/T").get("feedback")).hasSize(1);
  }

  @RepeatedTest(OFTEN)
  void whatATraceGaveUpIsGoneOnceThatIsVisible() {
    post(
        """
        {"type":"trace","trace_id":"x","client_request_id":"r","thread_id":"T","timestamp":"2026-01-01T00:00:00Z"}
        {"type":"feedback","feedback_id":"f","client_request_id":"r","value":true,"timestamp":"2026-01-01T00:00:01Z"}
        {"type":"feedback","feedback_id":"g","trace_id":"x","value":true,"timestamp":"2026-01-01T00:00:01Z"}
        """);
    assertThat(get("/api/v1/threads/T").get("feedback")).hasSize(2);

    post(
        """
        {"type":"trace","trace_id":"x","client_request_id":"other","thread_id":"U","timestamp":"2026-01-01T00:00:02Z"}
        """);
    assertThat(get("/api/v1/feedback/f").get("state").asText()).isEqualTo("PENDING");
    assertThat(get("/api/v1/threads/U").get("feedback")).hasSize(1);
    assertThat(api.get("/api/v1/threads/T").status()).isEqualTo(404);
  }

  @Test
  void itIsToldWhatBecameOfEachEventThenAndAfterwards() {
    String trace =
        """
        {"type":"trace","trace_id":"x","thread_id":"T","model":"m1","timestamp":"2026-01-01T00:00:02Z"}
        """;
    Api.Answer first = post(trace);
    assertThat(effects(first)).containsExactly("applied");
    Api.Answer both =
        post(
            """
            {"type":"trace","trace_id":"x","model":"m0","timestamp":"2026-01-01T00:00:01Z"}
            {"type":"feedback","feedback_id":"f","trace_id":"x","value":true,"timestamp":"2026-01-01T00:00:01Z"}
            """);
    assertThat(effects(both)).containsExactly("superseded", "applied");
    post(
        """
        {"type":"feedback","feedback_id":"f","trace_id":"x","value":false,"timestamp":"2026-01-01T00:00:05Z"}
        """);
    assertThat(asked(both.json().get("receipt").asText()))
        .containsExactly("superseded", "superseded");

    assertThat(api.delete("/api/v1/traces/x").status()).isEqualTo(202);
    Await.until(
        "all of it is erased",
        () -> asked(both.json().get("receipt").asText()).equals(List.of("erased", "erased")));
    assertThat(effects(post(trace))).containsExactly("erased");
    assertThat(api.in("another").get(path(both)).status()).isEqualTo(422);
    assertThat(api.get("/api/v1/receipts/none").status()).isEqualTo(422);
  }

  @Test
  void whoAsksAboutWhatDiedIsToldWhy() throws Exception {
    Stamp stamp =
        new Stamp(Instant.parse("2026-01-01T00:00:00Z"), 0L, ByteBuffer.wrap(new byte[16]));
    Receipt.Statement said = new Receipt.Statement(Receipt.Subject.FEEDBACK, "lost", null, stamp);
    Map<String, Object> kafka = Map.of("bootstrap.servers", threadmark.bootstrapServers());
    ProducerRecord<byte[], byte[]> unreadable =
        new ProducerRecord<>(
            Topics.FEEDBACK.name(),
            Key.feedback(project, "lost").bytes(),
            "garbage".getBytes(StandardCharsets.UTF_8));
    unreadable.headers().add(StatementName.HEADER, StatementName.of(project, said));
    try (var producer =
        new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(unreadable).get();
    }
    String receipt;
    try (Admin admin = Admin.create(kafka)) {
      String cluster = admin.describeCluster().clusterId().get();
      receipt = ReceiptKeys.ofText(cluster).sign(new Receipt(project, List.of(said)));
    }
    JsonNode answer = get("/api/v1/receipts/" + receipt + "?wait_ms=10000");
    assertThat(answer.get("visible").asBoolean(true)).isFalse();
    assertThat(answer.at("/statements/0/effect").asText()).isEqualTo("dead");
    assertThat(answer.at("/statements/0/reason").asText()).isEqualTo("unreadable");
    assertThat(answer.at("/statements/0/message").asText()).isNotEmpty();
  }

  private Api.Answer post(String lines) {
    return visible(api.post("/api/v1/events?wait_ms=10000", "application/x-ndjson", lines));
  }

  private static Api.Answer visible(Api.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(answer.json().get("visible").asBoolean()).as(answer.text()).isTrue();
    return answer;
  }

  private JsonNode get(String path) {
    Api.Answer answer = api.get(path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static String path(Api.Answer answer) {
    return "/api/v1/receipts/" + answer.json().get("receipt").asText();
  }

  private static List<String> effects(Api.Answer answer) {
    return answer.json().get("effects").findValuesAsText("effect");
  }

  private List<String> asked(String receipt) {
    return get("/api/v1/receipts/" + receipt).get("statements").findValuesAsText("effect");
  }
}
