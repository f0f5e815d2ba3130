package io.threadmark.gateway.door.otlp;

import static io.threadmark.gateway.door.otlp.Exported.CHILD;
import static io.threadmark.gateway.door.otlp.Exported.ROOT;
import static io.threadmark.gateway.door.otlp.Exported.TRACE;
import static io.threadmark.gateway.door.otlp.Exported.attribute;
import static io.threadmark.gateway.door.otlp.Exported.child;
import static io.threadmark.gateway.door.otlp.Exported.evaluation;
import static io.threadmark.gateway.door.otlp.Exported.records;
import static io.threadmark.gateway.door.otlp.Exported.root;
import static io.threadmark.gateway.door.otlp.Exported.spans;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Message;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.threadmark.gateway.project.Experiment;
import io.threadmark.gateway.server.RunningGateway;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Span;
import io.threadmark.schema.Trace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What exporters may count on over HTTP; docs/otlp.md names these tests, row by row. */
class OtlpHttpTest {
  private static final String PROTOBUF = "application/x-protobuf";
  private static final String JSON = "application/json";
  private static final ObjectMapper TREE = new ObjectMapper();
  private static final Path EXAMPLES = Path.of("../../shared/data/otlp-examples/examples");

  private final RunningGateway gateway = RunningGateway.start();

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void aSpanIsThereWithAllThatItSaid() {
    Object all =
        Map.of("list", List.of(1L, 2.5, true, "x"), "bytes", new byte[] {1, 2}, "none", List.of());
    assertAccepted(post(spans(root().addAttributes(attribute("all", all)).build())));

    Span span = one(Span.class);
    assertThat(span.getTraceId()).isEqualTo(TRACE);
    assertThat(span.getSpanId()).isEqualTo(ROOT);
    assertThat(span.getParentSpanId()).isNull();
    assertThat(span.getKind()).isEqualTo("SERVER");
    assertThat(span.getStatus()).isEqualTo("OK");
    assertThat(span.getStartTimeNanos()).isEqualTo(Exported.START);
    assertThat(span.getEndTimeNanos()).isEqualTo(Exported.END);
    assertThat(span.getScopeName()).isEqualTo("lib");
    assertThat(span.getScopeVersion()).isEqualTo("1.2");
    assertThat(span.getIngest().getDoor()).isEqualTo("otlp");
    JsonNode attributes = tree(span.getAttributes());
    assertThat(attributes.get("session.id").asText()).isEqualTo("th-1");
    assertThat(attributes.get("all"))
        .isEqualTo(tree("{\"list\":[1,2.5,true,\"x\"],\"bytes\":\"AQI=\",\"none\":[]}"));
    assertThat(tree(span.getResource()).get("service.name").asText()).isEqualTo("shop");
  }

  @Test
  void fromARootSpanFollowTheFactsOfItsTrace() {
    assertAccepted(post(spans(root().build())));
    Trace trace = one(Trace.class);
    assertThat(trace.getThreadId()).isEqualTo("th-1");
    assertThat(trace.getUser().getId()).isEqualTo("u-1");
    assertThat(trace.getName()).isEqualTo("chat");
    assertThat(trace.getInput().getText()).isEqualTo("What is new?");
    assertThat(trace.getOutput().getText()).isEqualTo("Nothing.");
    assertThat(trace.getPrecedence()).isEqualTo(-1);
  }

  @Test
  void protobufAndJsonOfOneSpanAreTheSameEvents() {
    ExportTraceServiceRequest request =
        spans(
            root()
                .addAttributes(attribute("n", Long.MAX_VALUE))
                .addAttributes(attribute("d", 1e-5))
                .addLinks(
                    io.opentelemetry.proto.trace.v1.Span.Link.newBuilder()
                        .setTraceId(Exported.hex(TRACE))
                        .setSpanId(Exported.hex(CHILD)))
                .build());
    assertAccepted(post(request));
    Set<String> ofProtobuf = contents();
    gateway.forget();
    HttpResponse<byte[]> answer = post("/v1/traces", JSON, null, json(request));
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    assertThat(text(answer)).isEqualTo("{}");
    assertThat(contents()).isEqualTo(ofProtobuf).isNotEmpty();
  }

  @Test
  void namesOfEnumsSnakeCaseAndWhatIsNotKnownAreTakenInJson() {
    String body =
        """
        {"resource_spans":[{"scopeSpans":[{"spans":[{"traceId":"%s","span_id":"%s","name":"n",
          "kind":"SPAN_KIND_CLIENT","startTimeUnixNano":%d,"endTimeUnixNano":null,
          "status":{"code":2,"message":"broke","later":[{}]},"attributes":[{"key":"a","value":{"intValue":"7"}}],
          "later":{"deep":[1,{"x":[]}]}}]}],"schemaUrl":"x"}],"later":true}
        """
            .formatted(TRACE.toUpperCase(java.util.Locale.ROOT), ROOT, Exported.START);
    HttpResponse<byte[]> answer = post("/v1/traces", JSON, null, bytes(body));
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    Span span = one(Span.class);
    assertThat(span.getTraceId()).isEqualTo(TRACE);
    assertThat(span.getKind()).isEqualTo("CLIENT");
    assertThat(span.getStatus()).isEqualTo("ERROR");
    assertThat(span.getStatusMessage()).isEqualTo("broke");
    assertThat(span.getEndTimeNanos()).isNull();
    assertThat(span.getAttributes()).isEqualTo("{\"a\":7}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "zstd", "identity"})
  void bodiesMayBePacked(String coding) throws IOException {
    byte[] body = spans(root().build()).toByteArray();
    byte[] packed =
        switch (coding) {
          case "gzip" -> gzip(body);
          case "deflate" -> deflate(body);
          case "zstd" -> com.github.luben.zstd.Zstd.compress(body);
          default -> body;
        };
    HttpResponse<byte[]> answer = post("/v1/traces", PROTOBUF, coding, packed);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(gateway.published(Span.class)).hasSize(1);
  }

  @Test
  void aBadSpanCostsNoOtherAndIsToldByItsId() throws Exception {
    ExportTraceServiceRequest request =
        spans(
            root().build(),
            child().setTraceId(ByteString.copyFrom(new byte[16])).build(),
            child().setSpanId(ByteString.copyFrom(new byte[] {1})).build(),
            Exported.span(TRACE, "0000000000000009").setStartTimeUnixNano(1).build());
    HttpResponse<byte[]> answer = post(request);
    assertThat(answer.statusCode()).isEqualTo(200);
    var partial = ExportTraceServiceResponse.parseFrom(answer.body()).getPartialSuccess();
    assertThat(partial.getRejectedSpans()).isEqualTo(3);
    assertThat(partial.getErrorMessage())
        .contains(
            "span " + CHILD + ": trace_id must have 16 bytes, not all of them zero",
            "span 01: span_id must have 8 bytes",
            "span 0000000000000009: start_time must not be before");
    assertThat(gateway.published(Span.class)).extracting(Span::getSpanId).containsExactly(ROOT);

    HttpResponse<byte[]> json = post("/v1/traces", JSON, null, json(request));
    assertThat(tree(text(json)).at("/partialSuccess/rejectedSpans").asText()).isEqualTo("3");
  }

  @Test
  void whatWasReceivedIsWhatWasAcceptedAndRejected() {
    post(spans(root().build(), child().setTraceId(ByteString.copyFrom(new byte[16])).build()));
    assertThat(counted("accepted")).isGreaterThan(1);
    assertThat(counted("rejected")).isEqualTo(1);
    assertThat(counted("received")).isEqualTo(counted("accepted") + counted("rejected"));
  }

  private double counted(String what) {
    return gateway
        .get("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith("threadmark_gateway_events_" + what + "_total"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void aSpanTooLargeForAnEventIsRefusedAlone() throws Exception {
    HttpResponse<byte[]> answer =
        post(
            spans(
                root().build(),
                child().addAttributes(attribute("big", "x".repeat(1024 * 1024))).build()));
    assertThat(ExportTraceServiceResponse.parseFrom(answer.body()).getPartialSuccess())
        .satisfies(
            partial -> {
              assertThat(partial.getRejectedSpans()).isEqualTo(1);
              assertThat(partial.getErrorMessage()).contains("at most 1048576 bytes");
            });
    assertThat(gateway.published(Span.class)).hasSize(1);
  }

  @Test
  void nothingExportedIsASuccess() {
    assertAccepted(post(spans()));
    assertAccepted(post(ExportTraceServiceRequest.getDefaultInstance()));
    assertThat(gateway.published()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "application/x-protobuf,      ,        ff,                  400, 3",
    "application/x-protobuf,      gzip,    ff,                  400, 3",
    "application/x-protobuf,      br,      0a00,                415, 3",
    "text/plain,                  ,        0a00,                415, 3",
    "application/json,            ,        7b,                  400, 3",
    "application/json,            ,        5b5d,                400, 3",
    "application/json,            ,        7b227265736f757263655370616e73223a317d, 400, 3",
  })
  void whatCannotBeReadIsToldAsAStatus(String type, String coding, String hex, int status, int code)
      throws IOException {
    HttpResponse<byte[]> answer =
        post("/v1/traces", type, coding, java.util.HexFormat.of().parseHex(hex));
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(status);
    assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
    if (type.equals(PROTOBUF)) {
      assertThat(answer.headers().firstValue("Content-Type")).hasValue(PROTOBUF);
      CodedInputStream fields = CodedInputStream.newInstance(answer.body());
      assertThat(fields.readTag()).isEqualTo(1 << 3);
      assertThat(fields.readInt32()).isEqualTo(code);
      assertThat(fields.readTag()).isEqualTo(2 << 3 | 2);
      assertThat(fields.readString()).isNotBlank();
      assertThat(fields.isAtEnd()).isTrue();
    } else {
      assertThat(answer.headers().firstValue("Content-Type")).hasValue(JSON);
      assertThat(tree(text(answer)).get("code").asInt()).isEqualTo(code);
      assertThat(tree(text(answer)).get("message").asText()).isNotBlank();
    }
    assertThat(gateway.published()).isEmpty();
  }

  @Test
  void aBodyPastTheLimitIsRefusedForGood() {
    HttpResponse<byte[]> answer =
        post("/v1/traces", PROTOBUF, null, new byte[10 * 1024 * 1024 + 1]);
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
  }

  @Test
  void valuesNestedTooDeepAreRefusedInEitherForm() {
    Object deep = "x";
    for (int i = 0; i < 200; i++) {
      deep = List.of(deep);
    }
    ExportTraceServiceRequest request = spans(root().addAttributes(attribute("d", deep)).build());
    assertThat(post(request).statusCode()).isEqualTo(400);
    assertThat(post("/v1/traces", JSON, null, json(request)).statusCode()).isEqualTo(400);
  }

  @Test
  void whatKafkaDoesNotTakeIsToBeSentAgain() {
    try (RunningGateway stuck = RunningGateway.start(false, Map.of())) {
      var answer =
          stuck.sendAsync(
              stuck
                  .to("/v1/traces")
                  .header("Content-Type", JSON)
                  .POST(BodyPublishers.ofByteArray(json(spans(root().build())))));
      stuck.refuseUntil(answer::isDone);
      assertThat(answer.join().status()).isEqualTo(503);
      assertThat(answer.join().header("Retry-After")).isNotNull();
      assertThat(answer.join().json().get("code").asInt()).isEqualTo(14);
    }
  }

  @Test
  void eachProcessMaySayWhoseItsSpansAre() {
    HttpResponse<byte[]> answer =
        post(
            ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(Exported.of("shop", root().build()))
                .addResourceSpans(Exported.of("bank", child().build()))
                .addResourceSpans(
                    Exported.of(null, Exported.span(TRACE, "0000000000000003").build()))
                .addResourceSpans(
                    Exported.of("..", Exported.span(TRACE, "0000000000000004").build()))
                .build());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(
            gateway.published(Span.class).stream()
                .collect(Collectors.toMap(Span::getSpanId, Span::getProjectId)))
        .isEqualTo(Map.of(ROOT, "shop", CHILD, "bank", "0000000000000003", "default"));
    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .contains("span 0000000000000004: resource.threadmark.project must not be");
  }

  @Test
  void whatTheRequestIsForStandsAboveWhatProcessesSay() {
    ExportTraceServiceRequest request =
        ExportTraceServiceRequest.newBuilder()
            .addResourceSpans(Exported.of("shop", root().build()))
            .build();
    post(request, "x-mlflow-experiment-id", Experiment.ofProject("lab").id());
    post(request, "X-Threadmark-Project", "mine");
    assertThat(gateway.published(Span.class))
        .extracting(Span::getProjectId)
        .containsExactly("lab", "mine");
    assertThat(post(request, "x-mlflow-experiment-id", "17").statusCode()).isEqualTo(400);
  }

  @Test
  void theResultOfAnEvaluationIsFeedback() throws Exception {
    HttpResponse<byte[]> answer =
        post(
            "/v1/logs",
            PROTOBUF,
            null,
            records(
                    evaluation("relevance", 0.5).build(),
                    evaluation("tone", 1)
                        .setEventName("")
                        .addAttributes(attribute("event.name", "gen_ai.evaluation.result"))
                        .build(),
                    evaluation("x", 1).setEventName("something.else").build())
                .toByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(ExportLogsServiceResponse.parseFrom(answer.body()).hasPartialSuccess()).isFalse();
    List<Feedback> feedback = gateway.published(Feedback.class);
    assertThat(feedback).extracting(Feedback::getName).containsExactly("relevance", "tone");
    assertThat(feedback.get(0).getTarget().getTraceId()).isEqualTo(TRACE);
    assertThat(feedback.get(0).getTarget().getSpanId()).isEqualTo(ROOT);
    assertThat(gateway.get("/metrics").text())
        .contains("threadmark_gateway_otlp_logs_passed_over_total 1.0");
  }

  @Test
  void aResultThatNamesNothingIsRefusedAlone() throws Exception {
    HttpResponse<byte[]> answer =
        post(
            "/v1/logs",
            PROTOBUF,
            null,
            records(
                    evaluation("a", 1).build(),
                    evaluation("b", 1).clearTraceId().clearSpanId().build())
                .toByteArray());
    var partial = ExportLogsServiceResponse.parseFrom(answer.body()).getPartialSuccess();
    assertThat(partial.getRejectedLogRecords()).isEqualTo(1);
    assertThat(partial.getErrorMessage()).contains("record 1: ", "gen_ai.response.id");
    assertThat(gateway.published(Feedback.class)).hasSize(1);
  }

  @Test
  void theExamplesOfOpenTelemetryAreTaken() throws IOException {
    Assumptions.assumeTrue(Files.exists(EXAMPLES), "the examples are not here");
    HttpResponse<byte[]> answer =
        post("/v1/traces", JSON, null, Files.readAllBytes(EXAMPLES.resolve("trace.json")));
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    assertThat(text(answer)).isEqualTo("{}");
    assertThat(gateway.published(Span.class)).isNotEmpty();
    answer = post("/v1/logs", JSON, null, Files.readAllBytes(EXAMPLES.resolve("logs.json")));
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
  }

  private <T extends SpecificRecord> T one(Class<T> type) {
    List<T> all = gateway.published(type);
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  /** What was published, apart from when it came. */
  private Set<String> contents() {
    return gateway
        .published()
        .map(record -> record.getKey() + record.getValue())
        .map(text -> text.replaceAll("\"received_at\": [^,]*,", ""))
        .collect(Collectors.toSet());
  }

  private static void assertAccepted(HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue(PROTOBUF);
    assertThat(answer.body()).isEmpty();
  }

  private HttpResponse<byte[]> post(ExportTraceServiceRequest request) {
    return post("/v1/traces", PROTOBUF, null, request.toByteArray());
  }

  private HttpResponse<byte[]> post(
      ExportTraceServiceRequest request, String header, String value) {
    return gateway.sendForBytes(
        gateway
            .to("/v1/traces")
            .header("Content-Type", PROTOBUF)
            .header(header, value)
            .POST(BodyPublishers.ofByteArray(request.toByteArray())));
  }

  private HttpResponse<byte[]> post(String path, String type, String coding, byte[] body) {
    HttpRequest.Builder request =
        gateway.to(path).header("Content-Type", type).POST(BodyPublishers.ofByteArray(body));
    if (coding != null) {
      request.header("Content-Encoding", coding);
    }
    return gateway.sendForBytes(request);
  }

  /** A request in OTLP's JSON. */
  private static byte[] json(Message request) {
    try {
      String proto = com.google.protobuf.util.JsonFormat.printer().print(request);
      return TREE.writeValueAsBytes(withHexIds(TREE.readTree(proto)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode withHexIds(JsonNode node) {
    for (String id : List.of("traceId", "spanId", "parentSpanId")) {
      if (node.path(id).isTextual()) {
        byte[] bytes = Base64.getDecoder().decode(node.get(id).asText());
        ((com.fasterxml.jackson.databind.node.ObjectNode) node)
            .put(id, java.util.HexFormat.of().formatHex(bytes));
      }
    }
    node.forEach(OtlpHttpTest::withHexIds);
    return node;
  }

  private static byte[] gzip(byte[] body) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(body);
    }
    return packed.toByteArray();
  }

  private static byte[] deflate(byte[] body) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (var deflate = new java.util.zip.DeflaterOutputStream(packed)) {
      deflate.write(body);
    }
    return packed.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static JsonNode tree(String json) {
    try {
      return TREE.readTree(json);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
