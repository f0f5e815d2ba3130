package io.threadmark.gateway.door.otlp;

import static io.threadmark.gateway.door.otlp.Exported.root;
import static io.threadmark.gateway.door.otlp.Exported.spans;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.threadmark.gateway.server.RunningGateway;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Span;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What exporters may count on over gRPC, byte for byte on the wire. */
class OtlpGrpcTest {
  private static final String TRACES =
      "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
  private static final String LOGS = "/opentelemetry.proto.collector.logs.v1.LogsService/Export";
  private static final String OK = "0";
  private static final String INVALID_ARGUMENT = "3";
  private static final String RESOURCE_EXHAUSTED = "8";
  private static final String UNIMPLEMENTED = "12";
  private static final String UNAVAILABLE = "14";

  private static final Vertx VERTX = Vertx.vertx();
  private static final HttpClient CLIENT =
      VERTX.createHttpClient(
          new HttpClientOptions()
              .setProtocolVersion(HttpVersion.HTTP_2)
              .setHttp2ClearTextUpgrade(false));

  /** What came back of a call. */
  private record Outcome(String status, String message, Buffer body) {}

  private RunningGateway gateway = RunningGateway.start();

  @AfterEach
  void stop() {
    gateway.close();
  }

  @AfterAll
  static void close() throws Exception {
    VERTX.close().await(30, TimeUnit.SECONDS);
  }

  @Test
  void spansAreTakenAndTheAnswerIsEmpty() throws Exception {
    Outcome outcome = call(TRACES, message(spans(root().build()).toByteArray()), null);
    assertThat(outcome.status).isEqualTo(OK);
    assertThat(outcome.body.getBytes()).containsExactly(0, 0, 0, 0, 0);
    assertThat(gateway.published(Span.class)).hasSize(1);
  }

  @Test
  void resultsOfEvaluationsAreTaken() throws Exception {
    byte[] records = Exported.records(Exported.evaluation("tone", 1).build()).toByteArray();
    assertThat(call(LOGS, message(records), null).status).isEqualTo(OK);
    assertThat(gateway.published(Feedback.class)).hasSize(1);
  }

  @Test
  void messagesMayBePacked() throws Exception {
    byte[] packed = gzip(spans(root().build()).toByteArray());
    assertThat(call(TRACES, message(packed, true), "gzip").status).isEqualTo(OK);
    assertThat(gateway.published(Span.class)).hasSize(1);
  }

  @Test
  void aBadSpanIsToldInTheAnswer() throws Exception {
    byte[] request = spans(root().build(), root().clearTraceId().build()).toByteArray();
    Outcome outcome = call(TRACES, message(request), null);
    assertThat(outcome.status).isEqualTo(OK);
    assertThat(answer(outcome).getPartialSuccess().getRejectedSpans()).isEqualTo(1);
  }

  @Test
  void whatIsNoMessageIsRefusedForGood() throws Exception {
    Outcome outcome = call(TRACES, message(new byte[] {-1}), null);
    assertThat(outcome.status).isEqualTo(INVALID_ARGUMENT);
    assertThat(outcome.message).contains("ExportTraceServiceRequest");
  }

  @Test
  void whatUnpacksToMoreThanABodyMayHaveIsRefused() throws Exception {
    byte[] packed = gzip(new byte[11 * 1024 * 1024]);
    assertThat(call(TRACES, message(packed, true), "gzip").status).isEqualTo(RESOURCE_EXHAUSTED);
  }

  @Test
  void aMessageThatIsAnnouncedAsTooLargeIsRefusedBeforeItCame() throws Exception {
    Buffer announced = Buffer.buffer().appendByte((byte) 0).appendInt(64 * 1024 * 1024);
    assertThat(call(TRACES, announced, null).status).isEqualTo(RESOURCE_EXHAUSTED);
  }

  @Test
  void ofACallTheFirstMessageCounts() throws Exception {
    Buffer twice =
        message(spans(root().build()).toByteArray())
            .appendBuffer(message(spans(Exported.child().build()).toByteArray()));
    assertThat(call(TRACES, twice, null).status).isEqualTo(OK);
    assertThat(gateway.published(Span.class))
        .extracting(Span::getSpanId)
        .containsExactly(Exported.ROOT);
  }

  @Test
  void otherServicesAreNotThere() throws Exception {
    String metrics = "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";
    assertThat(call(metrics, message(new byte[0]), null).status).isEqualTo(UNIMPLEMENTED);
  }

  @Test
  void theProjectStandsInTheMetadata() throws Exception {
    byte[] request = spans(root().build()).toByteArray();
    call(TRACES, message(request), null, Map.of("x-threadmark-project", "mine"));
    assertThat(gateway.published(Span.class))
        .extracting(Span::getProjectId)
        .containsExactly("mine");
  }

  @Test
  void whatKafkaDoesNotTakeIsToBeSentAgain() throws Exception {
    gateway.close();
    gateway = RunningGateway.start(false, Map.of());
    Future<Outcome> outcome =
        start(TRACES, message(spans(root().build()).toByteArray()), null, Map.of());
    gateway.refuseUntil(outcome::isComplete);
    assertThat(outcome.await(30, TimeUnit.SECONDS).status).isEqualTo(UNAVAILABLE);
  }

  @Test
  void itCanBeTurnedOff() {
    try (RunningGateway without =
        RunningGateway.start(true, Map.of("gateway.otlp.grpc.port", "-1"))) {
      assertThatThrownBy(without::grpcPort).isInstanceOf(java.util.NoSuchElementException.class);
    }
  }

  @Test
  void aPortThatIsTakenIsTold() {
    String taken = Integer.toString(gateway.grpcPort());
    assertThatThrownBy(() -> RunningGateway.start(true, Map.of("gateway.otlp.grpc.port", taken)))
        .hasMessageContaining(":" + taken);
  }

  private Outcome call(String path, Buffer body, String coding) throws Exception {
    return call(path, body, coding, Map.of());
  }

  private Outcome call(String path, Buffer body, String coding, Map<String, String> headers)
      throws Exception {
    return start(path, body, coding, headers).await(30, TimeUnit.SECONDS);
  }

  private Future<Outcome> start(
      String path, Buffer body, String coding, Map<String, String> headers) {
    return CLIENT
        .request(HttpMethod.POST, gateway.grpcPort(), "127.0.0.1", path)
        .compose(
            request -> {
              request.putHeader("content-type", "application/grpc").putHeader("te", "trailers");
              headers.forEach(request::putHeader);
              if (coding != null) {
                request.putHeader("grpc-encoding", coding);
              }
              return request.send(body);
            })
        .compose(response -> response.body().map(bytes -> outcome(response, bytes)));
  }

  /** Where nothing is answered, the status stands among the headers. */
  private static Outcome outcome(HttpClientResponse response, Buffer body) {
    String status = response.getTrailer("grpc-status");
    return status == null
        ? new Outcome(response.getHeader("grpc-status"), response.getHeader("grpc-message"), body)
        : new Outcome(status, response.getTrailer("grpc-message"), body);
  }

  private static ExportTraceServiceResponse answer(Outcome outcome)
      throws InvalidProtocolBufferException {
    return ExportTraceServiceResponse.parseFrom(outcome.body.getBytes(5, outcome.body.length()));
  }

  private static Buffer message(byte[] bytes) {
    return message(bytes, false);
  }

  private static Buffer message(byte[] bytes, boolean isPacked) {
    return Buffer.buffer()
        .appendByte((byte) (isPacked ? 1 : 0))
        .appendInt(bytes.length)
        .appendBytes(bytes);
  }

  private static byte[] gzip(byte[] body) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(body);
    }
    return packed.toByteArray();
  }
}
