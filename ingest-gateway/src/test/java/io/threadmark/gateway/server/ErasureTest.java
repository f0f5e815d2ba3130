package io.threadmark.gateway.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.schema.Erasure;
import io.threadmark.schema.Receipt;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands to erase: what goes to Kafka, and what the client is told. */
class ErasureTest {
  private static RunningGateway gateway;

  @BeforeAll
  static void start() {
    gateway = RunningGateway.start();
  }

  @AfterAll
  static void close() {
    gateway.close();
  }

  @BeforeEach
  void forget() {
    gateway.producer.clear();
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/threads/a%2Fb%20%C3%A9+c, thread, a/b \u00e9+c",
    "/api/v1/threads/trace:t1, trace, t1",
    "/api/v1/traces/t%2F1, trace, t/1",
    "/api/v1/users/ann%40example.org, user, ann@example.org"
  })
  void what_the_address_names_is_to_be_erased(String address, String kind, String id) {
    Answer answer = delete(address);

    assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
    Erasure erasure = gateway.published(Erasure.class).get(0);
    assertThat(erasure.getSubjectKind()).isEqualTo(kind);
    assertThat(erasure.getSubjectId()).isEqualTo(id);
    JsonNode json = answer.json();
    assertThat(json.path("erasure_id").asText()).isEqualTo(erasure.getErasureId());
    assertThat(json.path("subject_kind").asText()).isEqualTo(kind);
    assertThat(json.path("state").asText()).isEqualTo("ACCEPTED");
    assertThat(answer.response().body()).doesNotContain(id.equals("t1") ? "trace:" : id);
    assertThat(gateway.producer.history())
        .extracting(record -> record.topic())
        .containsExactly("threadmark.erasures");
    assertThat(gateway.published().map(Map.Entry::getKey))
        .containsExactly("default/e/" + erasure.getErasureId());
  }

  @Test
  void the_answer_has_the_form_of_all_that_is_accepted() {
    Answer answer = delete("/api/v1/threads/h");

    JsonNode json = answer.json();
    assertThat(json.path("accepted").asInt()).isEqualTo(1);
    assertThat(json.path("rejected")).isEmpty();
    assertThat(json.path("receipts")).hasSize(1);
    assertThat(json.path("receipts").path(0).path("index").asInt()).isZero();
    assertThat(json.path("receipts").path(0).path("id").asText())
        .isEqualTo(json.path("erasure_id").asText());
    assertThat(json.path("receipt").asText())
        .isNotEmpty()
        .isEqualTo(json.path("receipts").path(0).path("receipt").asText())
        .isEqualTo(answer.header("Threadmark-Receipt"));
    assertThat(json.has("visible")).isFalse();
  }

  @Test
  void a_receipt_tells_nobody_what_was_erased() {
    String receipt = delete("/api/v1/users/ann").json().path("receipt").asText();

    Receipt read = Receipt.verify(receipt, RunningGateway.SECRET.getBytes(UTF_8));
    assertThat(read.project()).isEqualTo("default");
    assertThat(read.statements()).isEmpty();
  }

  @Test
  void each_request_is_an_erasure_of_its_own() {
    String first = delete("/api/v1/users/ann").json().path("erasure_id").asText();
    String second = delete("/api/v1/users/ann").json().path("erasure_id").asText();

    assertThat(UUID.fromString(first).version()).isEqualTo(7);
    assertThat(second).isNotEqualTo(first);
  }

  @Test
  void a_repeated_request_with_an_idempotency_key_is_the_same_erasure() {
    String first = keyed("/api/v1/threads/a").json().path("erasure_id").asText();
    String again = keyed("/api/v1/threads/a").json().path("erasure_id").asText();
    String other = keyed("/api/v1/threads/b").json().path("erasure_id").asText();

    assertThat(again).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
    assertThat(gateway.published(Erasure.class)).hasSize(3);
  }

  @Test
  void an_erasure_may_be_stamped() {
    Answer answer = delete("/api/v1/users/u?timestamp=2026-01-01T00:00:00%2B01:00");

    assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
    Erasure erasure = gateway.published(Erasure.class).get(0);
    assertThat(erasure.getStamp().getEventTime()).isEqualTo("2025-12-31T23:00:00Z");
    assertThat(erasure.getStamp().getRevision()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/threads/%0A, thread_id",
    "/api/v1/threads/trace:, thread_id",
    "/api/v1/threads/%FF, thread_id",
    "/api/v1/traces/%00, trace_id",
    "/api/v1/users/%FF, user_id",
    "/api/v1/users/%C2%80, user_id",
    "/api/v1/users/u?timestamp=soon, timestamp",
    "/api/v1/users/u?timestamp=, timestamp",
    "/api/v1/users/u?wait_ms=100, wait_ms"
  })
  void what_is_wrong_is_told(String address, String path) {
    assertRefused(delete(address), 422, "invalid_field");
    assertThat(delete(address).path()).isEqualTo(path);
  }

  @Test
  void the_project_is_that_of_the_header() {
    Answer answer =
        gateway.send(
            gateway
                .to("/api/v1/users/u?project_id=shop")
                .header("X-Threadmark-Project", "shop")
                .DELETE());

    assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
    assertThat(gateway.published(Erasure.class).get(0).getProjectId()).isEqualTo("shop");
    gateway.producer.clear();
    assertRefused(delete("/api/v1/users/u?project_id=shop"), 403, "wrong_project");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/threads", "/api/v1/threads/", "/api/v1/traces/a/b"})
  void what_names_no_one_thing_erases_nothing(String address) {
    Answer answer = delete(address);

    assertThat(answer.status()).isEqualTo(405);
    assertThat(gateway.producer.history()).isEmpty();
  }

  @Test
  void no_body_has_an_erasure() {
    Answer answer = gateway.post("/api/v1/events", "{\"type\":\"erasure\",\"thread_id\":\"h\"}");
    assertRefused(answer, 422, "invalid_field");
    assertThat(answer.path()).isEqualTo("type");
  }

  @Test
  void feedback_may_be_called_erasure() {
    Answer answer =
        gateway.post("/api/v1/feedback", "{\"type\":\"erasure\",\"trace_id\":\"t\",\"value\":1}");

    assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
  }

  @Test
  void erasures_are_counted() {
    delete("/api/v1/traces/t");

    assertThat(gateway.get("/metrics").response().body())
        .containsPattern("threadmark_gateway_events_accepted_total\\{type=\"erasure\"} [1-9]")
        .contains("route=\"/api/v1/traces/:trace_id\",status=\"202\"");
  }

  private static Answer delete(String path) {
    return gateway.send(gateway.to(path).DELETE());
  }

  private static Answer keyed(String path) {
    return gateway.send(gateway.to(path).header("Idempotency-Key", "order 66").DELETE());
  }

  private static void assertRefused(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.code()).as(answer.toString()).isEqualTo(code);
    assertThat(gateway.producer.history()).isEmpty();
  }
}
