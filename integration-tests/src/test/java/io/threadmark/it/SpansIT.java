package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.schema.Ingest;
import io.threadmark.schema.Key;
import io.threadmark.schema.Receipt;
import io.threadmark.schema.ReceiptKeys;
import io.threadmark.schema.Span;
import io.threadmark.schema.Stamp;
import io.threadmark.schema.Topics;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Spans from their topic to queries, on real parts with two processors. */
@ExtendWith(SharedThreadmark.class)
class SpansIT {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Threadmark threadmark = SharedThreadmark.threadmark();
  private final String project = "p-" + UUID.randomUUID();
  private final Api api = threadmark.api().in(project);

  @Test
  void spansAreShownWithTheirTraceAndErasedWithIt() throws Exception {
    assertThat(
            api.post(
                    "/api/v1/traces?wait_ms=10000",
                    "{\"trace_id\":\"t\",\"thread_id\":\"h\",\"timestamp\":\"2026-01-01T00:00:00Z\"}")
                .status())
        .isEqualTo(202);
    List<Span> spans = List.of(span("t", "b", 2), span("t", "a", 1), span("u", "a", 1));
    publish(spans);
    String receipt = receipt(spans);

    Api.Answer told = api.get("/api/v1/receipts/" + receipt + "?wait_ms=10000");
    assertThat(told.json().get("visible").asBoolean()).as(told.text()).isTrue();
    assertThat(told.json().findValuesAsText("effect"))
        .containsExactly("applied", "applied", "applied");
    JsonNode trace = found("t?include_spans=true&wait_ms=10000&wait_for=" + receipt);
    assertThat(trace.get("thread_id").asText()).isEqualTo("h");
    assertThat(trace.get("spans").findValuesAsText("span_id")).containsExactly("a", "b");
    assertThat(trace.at("/spans/0/start_time").asText())
        .isEqualTo("2026-01-01T00:00:01.000000007Z");
    assertThat(trace.get("span_count").asInt()).isEqualTo(2);
    assertThat(found("u?include_spans=true").get("spans")).hasSize(1);

    for (String id : List.of("t", "u")) {
      String erasure = api.delete("/api/v1/traces/" + id).json().get("erasure_id").asText();
      Await.until(
          "it is erased",
          () -> "DONE".equals(api.get("/api/v1/erasures/" + erasure).json().get("state").asText()));
      assertThat(api.get("/api/v1/traces/" + id + "?include_spans=true").status()).isEqualTo(404);
    }
    publish(List.of(span("u", "late", 3)));
    Await.until(
        "what comes later is dropped",
        () ->
            api.get("/api/v1/receipts/" + receipt(List.of(span("u", "late", 3))))
                .text()
                .contains("\"erased\""));
    assertThat(api.get("/api/v1/traces/u?include_spans=true").status()).isEqualTo(404);
  }

  private void publish(List<Span> spans) throws Exception {
    Map<String, Object> kafka = Map.of("bootstrap.servers", threadmark.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (Span span : spans) {
        producer
            .send(
                new ProducerRecord<>(
                    Topics.SPANS.name(),
                    Key.trace(project, span.getTraceId()).bytes(),
                    threadmark.serializer().serialize(Topics.SPANS.name(), span)))
            .get();
      }
    }
  }

  private String receipt(List<Span> spans) {
    List<Receipt.Statement> said = new ArrayList<>();
    for (Span span : spans) {
      said.add(
          new Receipt.Statement(
              Receipt.Subject.SPAN, span.getTraceId(), span.getSpanId(), span.getStamp()));
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", threadmark.bootstrapServers()))) {
      String cluster = admin.describeCluster().clusterId().get();
      return ReceiptKeys.ofText(cluster).sign(new Receipt(project, said));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private Span span(String traceId, String spanId, int second) {
    return Span.newBuilder()
        .setProjectId(project)
        .setTraceId(traceId)
        .setSpanId(spanId)
        .setStamp(
            new Stamp(START.plusSeconds(second), 0L, ByteBuffer.wrap(new byte[] {(byte) second})))
        .setStartTimeNanos(START.plusSeconds(second).getEpochSecond() * 1_000_000_000L + 7)
        .setIngest(new Ingest(START, "test"))
        .build();
  }

  private JsonNode found(String trace) {
    Api.Answer answer = api.get("/api/v1/traces/" + trace);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }
}
