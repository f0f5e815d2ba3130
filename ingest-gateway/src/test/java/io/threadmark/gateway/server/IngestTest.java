package io.threadmark.gateway.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.gateway.body.Packing;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Message;
import io.threadmark.schema.Receipt;
import io.threadmark.schema.ThreadFacts;
import io.threadmark.schema.Trace;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes in by HTTP and comes out to Kafka, and what the client is told. */
class IngestTest {
  private static final String TWO_AND_A_BAD_ONE =
      """
      [{"type":"trace","trace_id":"t1"},
       {"type":"feedback","trace_id":"t1","value":1,"kind":"BOOLEAN"},
       {"type":"message","thread_id":"h/1","message_id":"m%","role":"user"}]
      """;

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

  @Test
  void events_are_published_under_their_keys() {
    Answer answer =
        gateway.post(
            "/api/v1/events",
            """
            [{"type":"trace","trace_id":"t/1"},
             {"type":"message","thread_id":"h 1","message_id":"m","role":"user"},
             {"type":"thread","thread_id":"h%1"},
             {"type":"feedback","feedback_id":"f\u00e91","trace_id":"t/1","value":true}]
            """);

    assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
    assertThat(answer.json().path("accepted").asInt()).isEqualTo(4);
    assertThat(answer.json().path("rejected")).isEmpty();
    assertThat(gateway.published().map(Map.Entry::getKey))
        .containsExactly(
            "default/t/t%2F1", "default/h/h 1", "default/h/h%251", "default/f/f\u00e91");
    assertThat(gateway.producer.history())
        .extracting(record -> record.topic())
        .containsExactly(
            "threadmark.traces",
            "threadmark.messages",
            "threadmark.thread-facts",
            "threadmark.feedback");
    assertThat(gateway.producer.history()).allMatch(record -> record.partition() == null);
  }

  @ParameterizedTest
  @CsvSource({"/api/v1/traces", "/api/v1/messages", "/api/v1/threads", "/api/v1/feedback"})
  void each_type_has_an_address_of_its_own(String address) {
    Answer answer =
        gateway.post(
            address,
            switch (address) {
              case "/api/v1/traces" -> "{}";
              case "/api/v1/messages" -> "{\"thread_id\":\"h\",\"role\":\"user\"}";
              case "/api/v1/threads" -> "{\"thread_id\":\"h\",\"type\":\"thread\"}";
              default -> "{\"trace_id\":\"t\",\"value\":1,\"type\":\"rating\"}";
            });

    assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
    assertThat(gateway.producer.history()).hasSize(1);
  }

  @Test
  void in_a_batch_each_event_has_its_own_outcome() {
    Answer answer = gateway.post("/api/v1/events", TWO_AND_A_BAD_ONE);

    assertThat(answer.status()).isEqualTo(207);
    JsonNode json = answer.json();
    assertThat(json.path("accepted").asInt()).isEqualTo(2);
    assertThat(json.has("error")).isFalse();
    assertThat(json.path("rejected")).hasSize(1);
    JsonNode rejected = json.path("rejected").path(0);
    assertThat(rejected.path("index").asInt()).isEqualTo(1);
    assertThat(rejected.path("code").asText()).isEqualTo("invalid_field");
    assertThat(rejected.path("path").asText()).isEqualTo("value");
    assertThat(rejected.path("message").asText())
        .isEqualTo("value must be true or false for the kind BOOLEAN, not a number");
    assertThat(json.path("receipts")).hasSize(2);
    assertThat(json.path("receipts").path(1).path("index").asInt()).isEqualTo(2);
    assertThat(json.path("receipts").path(1).path("id").asText()).isEqualTo("m%");
    assertThat(gateway.producer.history()).hasSize(2);
  }

  @Test
  void receipts_name_what_was_said() {
    JsonNode json = gateway.post("/api/v1/events", TWO_AND_A_BAD_ONE).json();

    Receipt whole = receipt(json.path("receipt").asText());
    assertThat(whole.project()).isEqualTo("default");
    assertThat(whole.statements())
        .extracting(Receipt.Statement::subject)
        .containsExactly(Receipt.Subject.TRACE, Receipt.Subject.MESSAGE);
    Receipt message = receipt(json.path("receipts").path(1).path("receipt").asText());
    assertThat(message.statements()).containsExactly(whole.statements().get(1));
    assertThat(message.statements().get(0).id()).isEqualTo("h/1");
    assertThat(message.statements().get(0).messageId()).isEqualTo("m%");
    assertThat(message.statements().get(0).stamp())
        .isEqualTo(gateway.published(Message.class).get(0).getStamp());
  }

  @Test
  void all_that_follows_from_one_span_has_one_outcome_and_one_receipt() {
    String span =
        "{\"type\":\"span\",\"trace_id\":\"t\",\"span_id\":\"s\",\"start_time\":1767225600000,"
            + "\"thread_id\":\"h\",\"input\":\"hi\",\"output\":\"hello\"}";
    JsonNode json = gateway.post("/api/v1/events", "[" + span + ",{\"type\":\"span\"}]").json();

    assertThat(json.path("accepted").asInt()).isEqualTo(1);
    assertThat(json.path("rejected")).hasSize(1);
    assertThat(json.path("rejected").path(0).path("index").asInt()).isEqualTo(1);
    assertThat(json.path("receipts")).hasSize(1);
    assertThat(json.path("receipts").path(0).path("id").asText()).isEqualTo("s");
    assertThat(receipt(json.path("receipts").path(0).path("receipt").asText()).statements())
        .extracting(Receipt.Statement::subject)
        .containsExactly(
            Receipt.Subject.SPAN,
            Receipt.Subject.TRACE,
            Receipt.Subject.MESSAGE,
            Receipt.Subject.MESSAGE);
    assertThat(gateway.producer.history()).hasSize(4);
    assertThat(gateway.published(Message.class))
        .extracting(Message::getRole)
        .containsExactly("user", "assistant");
  }

  @Test
  void a_span_that_is_sent_again_is_the_same_events() {
    String span =
        "{\"trace_id\":\"t\",\"span_id\":\"s\",\"start_time\":1767225600000,\"input\":\"hi\"}";
    String first = gateway.post("/api/v1/spans", span).json().path("receipt").asText();
    String second = gateway.post("/api/v1/spans", span).json().path("receipt").asText();
    assertThat(receipt(second)).isEqualTo(receipt(first));
  }

  @Test
  void the_receipt_is_a_header_too_while_it_is_short() {
    Answer one = gateway.post("/api/v1/traces", "{\"trace_id\":\"t\"}");
    assertThat(one.header("Threadmark-Receipt"))
        .isEqualTo(one.json().path("receipt").asText())
        .isEqualTo(one.json().path("receipts").path(0).path("receipt").asText());

    Answer hundreds = gateway.postLines("/api/v1/traces", "{}\n".repeat(300));
    assertThat(hundreds.status()).isEqualTo(202);
    assertThat(hundreds.header("Threadmark-Receipt")).isNull();
    assertThat(receipt(hundreds.json().path("receipt").asText()).statements()).hasSize(300);

    Answer thousands = gateway.postLines("/api/v1/traces", "{}\n".repeat(3000));
    assertThat(thousands.status()).isEqualTo(202);
    assertThat(thousands.json().path("receipt").isNull()).isTrue();
    assertThat(thousands.json().path("receipts")).hasSize(3000);
  }

  @Test
  void a_single_event_at_fault_is_told_as_the_error() {
    Answer answer = gateway.post("/api/v1/feedback", "{\"trace_id\":\"t\",\"value\":1,\"x\":1}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.code()).isEqualTo("unknown_field");
    assertThat(answer.path()).isEqualTo("x");
    assertThat(answer.json().path("error").path("message").asText())
        .isEqualTo("x is not a known field");
    assertThat(answer.json().path("rejected").path(0).path("index").asInt()).isZero();
    assertThat(answer.json().path("accepted").asInt()).isZero();
    assertThat(gateway.producer.history()).isEmpty();
  }

  @Test
  void when_all_are_rejected_the_request_is() {
    Answer alike = gateway.postLines("/api/v1/traces", "{\"x\":1}\n{\"y\":1}\n");
    assertThat(alike.status()).isEqualTo(422);
    assertThat(alike.code()).isEqualTo("unknown_field");

    Answer mixed = gateway.postLines("/api/v1/traces", "{\"x\":1}\nnot json\n");
    assertThat(mixed.status()).isEqualTo(422);
    assertThat(mixed.code()).isEqualTo("all_rejected");
    assertThat(mixed.json().path("rejected"))
        .extracting(rejected -> rejected.path("code").asText())
        .containsExactly("unknown_field", "invalid_json");
  }

  @Test
  void a_body_that_cannot_be_read_is_refused_whole() {
    assertError(gateway.post("/api/v1/traces", "[{},{]"), 400, "invalid_json");
    assertError(gateway.post("/api/v1/traces", ""), 400, "empty");
    assertError(gateway.post("/api/v1/traces", " \n "), 400, "empty");
    assertError(gateway.post("/api/v1/traces", "[]"), 400, "empty");
    assertError(gateway.postLines("/api/v1/traces", "\n\n"), 400, "empty");
    assertThat(gateway.producer.history()).isEmpty();
  }

  @Test
  void a_bad_line_does_not_spoil_the_others() {
    Answer answer = gateway.postLines("/api/v1/traces", "{}\n\n{\n{\"trace_id\":\"t\"}");

    assertThat(answer.status()).isEqualTo(207);
    assertThat(answer.json().path("rejected").path(0).path("index").asInt()).isEqualTo(1);
    assertThat(gateway.published(Trace.class)).hasSize(2);
  }

  @Test
  void a_single_event_that_is_too_large_is_413_and_of_several_an_outcome() {
    String large = "{\"input\":\"" + "x".repeat(1024 * 1024) + "\"}";

    assertError(gateway.post("/api/v1/traces", large), 413, "too_large");
    Answer several = gateway.post("/api/v1/traces", "[" + large + ",{}]");
    assertThat(several.status()).isEqualTo(207);
    assertThat(several.json().path("rejected").path(0).path("code").asText())
        .isEqualTo("too_large");
  }

  @Test
  void a_body_that_is_too_large_is_413() {
    byte[] large = new byte[10 * 1024 * 1024 + 1];
    Arrays.fill(large, (byte) ' ');

    assertError(
        gateway.send(gateway.to("/api/v1/traces").POST(BodyPublishers.ofByteArray(large))),
        413,
        "too_large");
    assertError(
        gateway.send(
            gateway
                .to("/api/v1/traces")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(large)))), // chunked
        413,
        "too_large");
    assertError(
        gateway.send(
            gateway
                .to("/api/v1/traces")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(Packing.gzip(large)))),
        413,
        "too_large");
    assertThat(gateway.get("/metrics").response().body())
        .contains("threadmark_gateway_inflight_bytes 0.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "zstd"})
  void bodies_may_be_packed(String coding) {
    byte[] body = "{}\n".repeat(2000).getBytes(UTF_8);
    byte[] packed =
        switch (coding) {
          case "gzip" -> Packing.gzip(body);
          case "deflate" -> Packing.zlib(body);
          default -> Packing.zstd(body);
        };
    var request =
        gateway
            .to("/api/v1/traces")
            .header("Content-Type", "application/jsonl; charset=utf-8")
            .header("Content-Encoding", coding);

    Answer answer = gateway.send(request.POST(BodyPublishers.ofByteArray(packed)));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
    assertThat(gateway.published(Trace.class)).hasSize(2000);

    byte[] half = Arrays.copyOf(packed, packed.length / 2);
    assertError(
        gateway.send(request.POST(BodyPublishers.ofByteArray(half))),
        400,
        "invalid_content_encoding");
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain, unsupported_media_type",
    "application/x-www-form-urlencoded, unsupported_media_type",
    "application/json; charset=utf-16, unsupported_media_type",
    "application/x-protobuf, unsupported_media_type"
  })
  void other_content_types_are_refused(String type, String code) {
    assertError(
        gateway.send(
            gateway
                .to("/api/v1/traces")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("{}"))),
        415,
        code);
  }

  @Test
  void open_telemetry_is_shown_the_right_address() {
    Answer json = gateway.post("/api/v1/traces", "{\"resourceSpans\":[]}");
    assertError(json, 415, "unsupported_media_type");
    assertThat(json.json().path("error").path("message").asText()).contains("/v1/traces");

    Answer protobuf =
        gateway.send(
            gateway
                .to("/api/v1/events")
                .header("Content-Type", "application/x-protobuf")
                .POST(BodyPublishers.ofByteArray(new byte[] {1})));
    assertThat(protobuf.json().path("error").path("message").asText()).contains("/v1/traces");
  }

  @Test
  void other_content_codings_are_refused() {
    assertError(
        gateway.send(
            gateway
                .to("/api/v1/traces")
                .header("Content-Encoding", "br")
                .POST(BodyPublishers.ofString("{}"))),
        415,
        "unsupported_content_encoding");
  }

  @Test
  void a_repeated_request_with_an_idempotency_key_is_the_same_events() {
    var request =
        gateway
            .to("/api/v1/feedback")
            .header("Idempotency-Key", "order 66")
            .POST(
                BodyPublishers.ofString(
                    "[{\"trace_id\":\"t\",\"value\":1},{\"bad\":1},{\"trace_id\":\"t\",\"value\":2}]"));
    gateway.send(request);
    gateway.send(request);

    var feedback = gateway.published(Feedback.class);
    assertThat(feedback).hasSize(4);
    assertThat(feedback.get(2).getFeedbackId()).isEqualTo(feedback.get(0).getFeedbackId());
    assertThat(feedback.get(3).getFeedbackId()).isEqualTo(feedback.get(1).getFeedbackId());
    assertThat(feedback.get(1).getFeedbackId()).isNotEqualTo(feedback.get(0).getFeedbackId());
    assertThat(UUID.fromString(feedback.get(0).getFeedbackId()).version()).isEqualTo(8);
    assertThat(feedback.get(2).getStamp().getContentHash())
        .isEqualTo(feedback.get(0).getStamp().getContentHash());
  }

  @Test
  void aKeyThatComesWithOtherEventsIsRefused() {
    assertThat(keyed("{\"trace_id\":\"t\",\"value\":1}").status()).isEqualTo(202);
    assertThat(keyed("{ \"value\" : 1, \"trace_id\" : \"t\" }").status()).isEqualTo(202);

    assertError(keyed("{\"trace_id\":\"t\",\"value\":2}"), 422, "conflict");
    assertError(keyed("[{\"trace_id\":\"t\",\"value\":1},{\"trace_id\":\"t\"}]"), 422, "conflict");
    assertThat(gateway.published(Feedback.class)).hasSize(2);
  }

  private static Answer keyed(String feedback) {
    return keyed("one body alone", feedback);
  }

  private static Answer keyed(String key, String feedback) {
    return gateway.send(
        gateway
            .to("/api/v1/feedback")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(feedback)));
  }

  @Test
  void aKeyIsFreeWhileNothingOfItIsStored() {
    assertError(keyed("mended", "{\"trace_id\":\"t\"}"), 422, "missing_value");

    assertThat(keyed("mended", "{\"trace_id\":\"t\",\"value\":1}").status()).isEqualTo(202);
    assertError(keyed("mended", "{\"trace_id\":\"t\",\"value\":2}"), 422, "conflict");
  }

  @Test
  void whatWasRefusedOfABatchMayBeMendedUnderItsKey() {
    String good = "{\"trace_id\":\"t\",\"value\":1}";
    String bad = "{\"trace_id\":\"t\"}";
    String edited = "{\"trace_id\":\"t\",\"value\":2}";
    assertThat(keyed("in part", list(good, bad, bad)).status()).isEqualTo(207);

    assertError(keyed("in part", list(edited, good, good)), 422, "conflict");
    assertError(keyed("in part", list(bad, good, good)), 422, "conflict");
    assertError(keyed("in part", list(good, good)), 422, "conflict");
    assertThat(keyed("in part", list(good, good, bad)).status()).isEqualTo(207);
    assertThat(keyed("in part", list(good, good, edited)).status()).isEqualTo(202);
    assertThat(keyed("in part", list(good, good, edited)).status()).isEqualTo(202);
    assertError(keyed("in part", list(good, good, good)), 422, "conflict");
  }

  private static String list(String... events) {
    return "[" + String.join(",", events) + "]";
  }

  @Test
  void aThreadThatIsPutTwiceHasTheSameMessages() {
    String document =
        "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"user\",\"content\":\"b\"}]}";
    for (String thread : List.of("one", "one", "two")) {
      gateway.send(gateway.to("/api/v1/threads/" + thread).PUT(BodyPublishers.ofString(document)));
    }

    List<String> ids =
        gateway.published(Message.class).stream().map(Message::getMessageId).toList();
    assertThat(ids.subList(0, 2)).isEqualTo(ids.subList(2, 4)).doesNotHaveDuplicates();
    assertThat(ids.subList(4, 6)).doesNotContainAnyElementsOf(ids.subList(0, 4));
  }

  @Test
  void an_idempotency_key_has_an_end() {
    assertError(
        gateway.send(
            gateway
                .to("/api/v1/traces")
                .header("Idempotency-Key", "k".repeat(257))
                .POST(BodyPublishers.ofString("{}"))),
        422,
        "invalid_field");
  }

  @Test
  void the_project_is_that_of_the_header() {
    Answer answer =
        gateway.send(
            gateway
                .to("/api/v1/traces?project_id=shop")
                .header("X-Threadmark-Project", "shop")
                .POST(BodyPublishers.ofString("{\"trace_id\":\"t\",\"project_id\":\"shop\"}")));

    assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
    assertThat(gateway.published().map(Map.Entry::getKey)).containsExactly("shop/t/t");
  }

  @Test
  void another_project_is_forbidden_and_nothing_is_stored() {
    assertError(
        gateway.post("/api/v1/traces", "[{},{\"project_id\":\"shop\"}]"), 403, "wrong_project");
    assertError(gateway.post("/api/v1/traces?project_id=shop", "{}"), 403, "wrong_project");
    assertError(gateway.get("/api/v1/threads/h?project_id=shop"), 403, "wrong_project");
    assertThat(gateway.producer.history()).isEmpty();
  }

  @Test
  void a_project_has_a_name() {
    assertError(
        gateway.send(
            gateway
                .to("/api/v1/traces")
                .header("X-Threadmark-Project", "p".repeat(257))
                .POST(BodyPublishers.ofString("{}"))),
        422,
        "invalid_field");
  }

  @Test
  void a_thread_is_put_with_its_messages() {
    Answer answer =
        put(
            "/api/v1/threads/a%2Fb%20%C3%A9+c",
            "{\"title\":\"T\",\"messages\":[{\"role\":\"user\",\"message_id\":\"m\"},{}]}");

    assertThat(answer.status()).as(answer.toString()).isEqualTo(207);
    assertThat(answer.json().path("rejected").path(0).path("path").asText())
        .isEqualTo("messages[1].role");
    assertThat(gateway.published(ThreadFacts.class))
        .extracting(ThreadFacts::getThreadId)
        .containsExactly("a/b \u00e9+c");
    assertThat(gateway.published(Message.class))
        .extracting(Message::getThreadId)
        .containsExactly("a/b \u00e9+c");
  }

  @Test
  void a_thread_that_is_put_agrees_with_its_address() {
    assertError(put("/api/v1/threads/a", "{\"thread_id\":\"b\"}"), 422, "conflict");
    assertError(put("/api/v1/threads/trace:a", "{}"), 422, "invalid_field");
    assertError(put("/api/v1/threads/a", "[{}]"), 422, "invalid_field");
  }

  @Test
  void feedback_is_taken_back_by_its_id() {
    Answer answer = delete("/api/v1/feedback/f%2F1?timestamp=2026-01-01T00:00:00%2B01:00");

    assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
    assertThat(answer.json().path("receipts").path(0).path("id").asText()).isEqualTo("f/1");
    Feedback feedback = gateway.published(Feedback.class).get(0);
    assertThat(feedback.getRetracted()).isTrue();
    assertThat(feedback.getTarget()).isNull();
    assertThat(feedback.getStamp().getEventTime()).isEqualTo("2025-12-31T23:00:00Z");
  }

  @Test
  void a_retraction_may_be_stamped_in_milliseconds_or_not_at_all() {
    delete("/api/v1/feedback/f?timestamp=1767225600000&revision=2");
    delete("/api/v1/feedback/f");

    Feedback stamped = gateway.published(Feedback.class).get(0);
    assertThat(stamped.getStamp().getEventTime()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(stamped.getStamp().getRevision()).isEqualTo(2);
    assertError(delete("/api/v1/feedback/f?timestamp=soon"), 422, "invalid_field");
  }

  @Test
  void a_wait_has_bounds() {
    assertError(gateway.post("/api/v1/traces?wait_ms=10001", "{}"), 422, "invalid_field");
    assertError(gateway.post("/api/v1/traces?wait_ms=-1", "{}"), 422, "invalid_field");
    assertError(gateway.post("/api/v1/traces?wait_ms=soon", "{}"), 422, "invalid_field");
    assertThat(gateway.producer.history()).isEmpty();
  }

  @Test
  void without_a_processor_nothing_is_visible() {
    Answer answer = gateway.post("/api/v1/traces?wait_ms=0", "{}");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().path("visible").isBoolean()).isTrue();
    assertThat(answer.json().path("visible").asBoolean()).isFalse();
    assertThat(gateway.post("/api/v1/traces", "{}").json().has("visible")).isFalse();
  }

  private static Answer put(String path, String json) {
    return gateway.send(gateway.to(path).PUT(BodyPublishers.ofString(json)));
  }

  private static Answer delete(String path) {
    return gateway.send(gateway.to(path).DELETE());
  }

  private static Receipt receipt(String text) {
    return Receipt.verify(text, RunningGateway.SECRET.getBytes(UTF_8));
  }

  private static void assertError(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.code()).as(answer.toString()).isEqualTo(code);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
  }
}
