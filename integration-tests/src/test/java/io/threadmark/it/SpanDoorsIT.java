package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One conversation that is told in spans, at each door: the same labeled thread comes of it. */
@ExtendWith(SharedThreadmark.class)
class SpanDoorsIT {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String ROOT = "00f067aa0ba902b7";
  private static final String CALL = "00f067aa0ba902b8";
  private static final long START = 1_767_225_600_000_000_000L;
  private static final long SECOND = 1_000_000_000L;
  private static final String MESSAGES_IN =
      "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Is it open?\"}]}]";
  private static final String MESSAGES_OUT =
      "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"Until six.\"}]}]";

  /** What differs by door: when and how something came, and in which project. */
  private static final Set<String> OF_THE_DOOR =
      Set.of("project_id", "received_at", "first_ingested_at", "door");

  private final Threadmark threadmark = SharedThreadmark.threadmark();

  @Test
  void theSameSpansAtEachDoorAreTheSameLabeledThread() throws Exception {
    JsonNode natively = labeled(this::postNatively);
    assertThat(natively.at("/messages")).hasSize(2);
    assertThat(natively.at("/messages/0/content").asText()).isEqualTo("Is it open?");
    assertThat(natively.at("/messages/1/content").asText()).isEqualTo("Until six.");
    assertThat(natively.at("/traces/0/model").asText()).isEqualTo("gpt-x");
    assertThat(natively.at("/traces/0/usage/input_tokens").asInt()).isEqualTo(7);
    assertThat(natively.at("/feedback")).hasSize(1);

    assertThat(labeled(project -> postOtlp(project, "application/x-protobuf", proto())))
        .isEqualTo(natively);
    assertThat(labeled(project -> postOtlp(project, "application/json", json())))
        .isEqualTo(natively);
    assertThat(labeled(this::callGrpc)).isEqualTo(natively);
  }

  /** Sends the spans to a project. */
  private interface Door {
    void send(String project) throws Exception;
  }

  private JsonNode labeled(Door door) throws Exception {
    String project = "spans-" + UUID.randomUUID();
    Api api = threadmark.api().in(project);
    api.postEvents(
            "{\"type\":\"feedback\",\"feedback_id\":\"f\",\"trace_id\":\"%s\",\"value\":true,\"timestamp\":\"2026-01-02T00:00:00Z\"}"
                .formatted(TRACE))
        .expect(202);
    door.send(project);
    JsonNode thread =
        Await.untilPresent(
            "the thread is labeled",
            () -> {
              Api.Answer answer = api.get("/api/v1/threads/th-1");
              boolean whole =
                  answer.status() == 200
                      && answer.json().get("messages").size() == 2
                      && answer.json().get("feedback").size() == 1
                      && answer.json().at("/traces/0/usage/input_tokens").asInt() == 7
                      && answer.json().at("/traces/0/name").asText().equals("ask");
              return whole ? answer.json() : null;
            });
    return withoutDoor(thread);
  }

  private static JsonNode withoutDoor(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(OF_THE_DOOR);
      object.remove("matched_at");
    }
    node.forEach(SpanDoorsIT::withoutDoor);
    return node;
  }

  private void postNatively(String project) {
    String spans =
        """
        {"type":"span","trace_id":"%1$s","span_id":"%2$s","name":"ask","kind":"SERVER","status":"OK",
         "start_time_unix_nano":%4$d,"end_time_unix_nano":%5$d,"attributes":{"session.id":"th-1","user.id":"u-1"}}
        {"type":"span","trace_id":"%1$s","span_id":"%3$s","parent_span_id":"%2$s","name":"chat gpt-x","kind":"CLIENT",
         "status":"UNSET","start_time_unix_nano":%4$d,"end_time_unix_nano":%5$d,"attributes":{"gen_ai.operation.name":"chat",
         "gen_ai.request.model":"gpt-x","gen_ai.usage.input_tokens":7,"gen_ai.input.messages":%6$s,"gen_ai.output.messages":%7$s}}
        """
            .formatted(
                TRACE,
                ROOT,
                CALL,
                START,
                START + SECOND,
                quoted(MESSAGES_IN),
                quoted(MESSAGES_OUT));
    threadmark.api().in(project).postEvents(spans.replace("\n ", " ")).expect(202);
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\"", "\\\"") + "\"";
  }

  private void postOtlp(String project, String type, byte[] body) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(threadmark.gatewayUrl() + "/v1/traces"))
                    .header("Content-Type", type)
                    .header("X-Threadmark-Project", project)
                    .POST(BodyPublishers.ofByteArray(body))
                    .build(),
                BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private void callGrpc(String project) throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      String status =
          vertx
              .createHttpClient(
                  new HttpClientOptions()
                      .setProtocolVersion(HttpVersion.HTTP_2)
                      .setHttp2ClearTextUpgrade(false))
              .request(
                  HttpMethod.POST,
                  threadmark.grpcPort(),
                  "127.0.0.1",
                  "/opentelemetry.proto.collector.trace.v1.TraceService/Export")
              .compose(
                  request ->
                      request
                          .putHeader("content-type", "application/grpc")
                          .putHeader("x-threadmark-project", project)
                          .send(
                              Buffer.buffer()
                                  .appendByte((byte) 0)
                                  .appendInt(proto().length)
                                  .appendBytes(proto())))
              .compose(response -> response.end().map(end -> status(response)))
              .await(30, TimeUnit.SECONDS);
      assertThat(status).isEqualTo("0");
    } finally {
      vertx.close().await(30, TimeUnit.SECONDS);
    }
  }

  private static String status(HttpClientResponse response) {
    return response.getTrailer("grpc-status");
  }

  private static byte[] proto() {
    Span root =
        span(ROOT)
            .setName("ask")
            .setKind(Span.SpanKind.SPAN_KIND_SERVER)
            .setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_OK))
            .addAttributes(text("session.id", "th-1"))
            .addAttributes(text("user.id", "u-1"))
            .build();
    Span call =
        span(CALL)
            .setParentSpanId(hex(ROOT))
            .setName("chat gpt-x")
            .setKind(Span.SpanKind.SPAN_KIND_CLIENT)
            .addAttributes(text("gen_ai.operation.name", "chat"))
            .addAttributes(text("gen_ai.request.model", "gpt-x"))
            .addAttributes(
                KeyValue.newBuilder()
                    .setKey("gen_ai.usage.input_tokens")
                    .setValue(AnyValue.newBuilder().setIntValue(7)))
            .addAttributes(text("gen_ai.input.messages", MESSAGES_IN))
            .addAttributes(text("gen_ai.output.messages", MESSAGES_OUT))
            .build();
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .addScopeSpans(ScopeSpans.newBuilder().addAllSpans(List.of(call, root))))
        .build()
        .toByteArray();
  }

  private static Span.Builder span(String id) {
    return Span.newBuilder()
        .setTraceId(hex(TRACE))
        .setSpanId(hex(id))
        .setStartTimeUnixNano(START)
        .setEndTimeUnixNano(START + SECOND);
  }

  private static KeyValue text(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  private static ByteString hex(String digits) {
    return ByteString.copyFrom(HexFormat.of().parseHex(digits));
  }

  /** The same request as {@link #proto}, in OTLP's JSON. */
  private static byte[] json() {
    return """
    {"resourceSpans":[{"scopeSpans":[{"spans":[
      {"traceId":"%1$s","spanId":"%3$s","parentSpanId":"%2$s","name":"chat gpt-x","kind":3,
       "startTimeUnixNano":"%4$d","endTimeUnixNano":"%5$d","attributes":[
        {"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
        {"key":"gen_ai.request.model","value":{"stringValue":"gpt-x"}},
        {"key":"gen_ai.usage.input_tokens","value":{"intValue":"7"}},
        {"key":"gen_ai.input.messages","value":{"stringValue":%6$s}},
        {"key":"gen_ai.output.messages","value":{"stringValue":%7$s}}]},
      {"traceId":"%1$s","spanId":"%2$s","name":"ask","kind":2,"status":{"code":1},
       "startTimeUnixNano":"%4$d","endTimeUnixNano":"%5$d","attributes":[
        {"key":"session.id","value":{"stringValue":"th-1"}},
        {"key":"user.id","value":{"stringValue":"u-1"}}]}]}]}]}
    """
        .formatted(
            TRACE, ROOT, CALL, START, START + SECOND, quoted(MESSAGES_IN), quoted(MESSAGES_OUT))
        .getBytes(StandardCharsets.UTF_8);
  }
}
