package io.threadmark.gateway.door.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.threadmark.gateway.server.RunningGateway;
import io.threadmark.schema.Message;
import io.threadmark.schema.Span;
import io.threadmark.schema.Trace;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What real exporters and instrumentations of Python and Node sent, byte for byte. Each file says
 * which package and version made it; compatibility-tests/opentelemetry/record.py records them.
 */
class RecordedExportsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RunningGateway gateway = RunningGateway.start();

  @AfterEach
  void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openinference",
        "openinference-streamed",
        "genai",
        "genai-streamed",
        "traceloop",
        "traceloop-streamed",
        "node-json"
      })
  void theTraceItsThreadItsModelAndItsTokensAreTaken(String client) throws IOException {
    send(client);
    assertThat(gateway.published(Span.class))
        .hasSize(2)
        .extracting(Span::getTraceId)
        .containsOnly(gateway.published(Span.class).get(0).getTraceId());
    assertThat(gateway.published(Span.class))
        .filteredOn(span -> span.getParentSpanId() == null)
        .extracting(Span::getName)
        .containsExactly("ask");
    List<Trace> traces = gateway.published(Trace.class);
    assertThat(traces)
        .extracting(Trace::getThreadId)
        .filteredOn(Objects::nonNull)
        .containsOnly("th-1")
        .isNotEmpty();
    assertThat(traces)
        .extracting(Trace::getModel)
        .filteredOn(Objects::nonNull)
        .containsOnly("stub-1")
        .isNotEmpty();
    assertThat(traces)
        .extracting(Trace::getUsage)
        .anySatisfy(usage -> assertThat(usage).containsEntry("input_tokens", 11L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openinference",
        "openinference-streamed",
        "traceloop",
        "traceloop-streamed",
        "node-json"
      })
  void theTurnIsTaken(String client) throws IOException {
    send(client);
    List<String> said =
        gateway.published(Message.class).stream()
            .map(message -> message.getRole() + ": " + message.getContent().getText())
            .distinct()
            .toList();
    assertThat(said).hasSize(2);
    assertThat(said.get(0)).isEqualTo("user: Is it open on Sunday?");
    assertThat(said.get(1)).startsWith("assistant: Yes, until six.");
  }

  /** Of former conventions' instrumentations, what was said is in log records, if anywhere. */
  @ParameterizedTest
  @ValueSource(strings = {"genai", "genai-streamed"})
  void ofATurnThatIsNotToldNoMessageIsMade(String client) throws IOException {
    send(client);
    assertThat(gateway.published(Message.class)).isEmpty();
  }

  private void send(String client) throws IOException {
    for (JsonNode recorded : recorded(client)) {
      byte[] body = Base64.getDecoder().decode(recorded.get("body").asText());
      HttpRequest.Builder request =
          gateway
              .to("/v1/traces")
              .header("Content-Type", recorded.get("content_type").asText())
              .POST(BodyPublishers.ofByteArray(body));
      if (recorded.get("content_encoding").isTextual()) {
        request.header("Content-Encoding", recorded.get("content_encoding").asText());
      }
      HttpResponse<byte[]> answer = gateway.sendForBytes(request);
      assertThat(answer.statusCode()).as(client).isEqualTo(200);
      boolean isJson = recorded.get("content_type").asText().contains("json");
      assertThat(answer.body()).as("no part is refused").hasSize(isJson ? 2 : 0);
    }
  }

  private static JsonNode recorded(String client) throws IOException {
    try (InputStream in =
        RecordedExportsTest.class.getResourceAsStream(
            "/io/threadmark/gateway/door/otlp/" + client + ".json")) {
      return JSON.readTree(in).get("requests");
    }
  }
}
