package io.threadmark.gateway.door.otlp;

import static io.threadmark.gateway.door.otlp.Exported.attribute;
import static io.threadmark.gateway.door.otlp.Exported.child;
import static io.threadmark.gateway.door.otlp.Exported.evaluation;
import static io.threadmark.gateway.door.otlp.Exported.records;
import static io.threadmark.gateway.door.otlp.Exported.root;
import static io.threadmark.gateway.door.otlp.Exported.spans;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.threadmark.gateway.access.Admission;
import io.threadmark.gateway.access.OpenAccess;
import io.threadmark.gateway.access.Scope;
import io.threadmark.gateway.event.Event;
import io.threadmark.gateway.project.Arrivals;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.project.Projects;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Whatever is sent, a request is read or refused; what is read is events that can be published.
 * More bodies than those of a build: {@code -Djqwik.tries.default=1000000}.
 */
class OtlpFuzzTest {
  private static final String JSON_OF_SPANS =
      """
      {"resourceSpans":[{"resource":{"attributes":[{"key":"threadmark.project","value":{"stringValue":"p"}}]},
      "scopeSpans":[{"scope":{"name":"s"},"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c",
      "spanId":"00f067aa0ba902b7","parentSpanId":"","name":"n","kind":3,"startTimeUnixNano":"1767225600000000000",
      "endTimeUnixNano":1767225601000000000,"status":{"code":1},"attributes":[
      {"key":"gen_ai.input.messages","value":{"stringValue":"[{\\"role\\":\\"user\\",\\"parts\\":[{\\"type\\":\\"text\\",\\"content\\":\\"x\\"}]}]"}},
      {"key":"session.id","value":{"stringValue":"t"}},{"key":"n","value":{"doubleValue":1e300}},
      {"key":"k","value":{"kvlistValue":{"values":[{"key":"a","value":{"arrayValue":{"values":[{"intValue":"1"},{"boolValue":true},{"bytesValue":"AA=="}]}}}]}}}],
      "events":[{"timeUnixNano":"1767225600000000001","name":"e"}],
      "links":[{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"00f067aa0ba902b8"}]}]}]}]}
      """;

  /** A text, number or boolean that is a value and no name. */
  private static final Pattern SCALAR =
      Pattern.compile("(?<=[:\\[,])(\"(?:[^\"\\\\]|\\\\.)*\"|[\\d.e]+|true)(?=[,\\]}])");

  private static final Message SPANS =
      spans(
          root()
              .addAttributes(attribute("gen_ai.usage.input_tokens", 5L))
              .addAttributes(attribute("deep", Map.of("list", List.of(1.5, true, "x"))))
              .addAttributes(
                  attribute(
                      "gen_ai.output.messages",
                      List.of(
                          Map.of(
                              "role",
                              "assistant",
                              "parts",
                              List.of(Map.of("type", "text", "content", "y"))))))
              .build(),
          child().addAttributes(attribute("llm.input_messages.0.message.role", "user")).build());

  private static final Message RECORDS = records(evaluation("tone", 1).build());

  private final Arrivals arrivals = new Arrivals(Projects.UNSET, Duration.ZERO, Clock.systemUTC());
  private final Admission admission = new Admission(new OpenAccess());

  @Property
  void mutatedProtobufIsReadOrRefused(@ForAll Random random) throws Exception {
    read(OtlpSignal.TRACES, OtlpEncoding.PROTOBUF, mutated(SPANS.toByteArray(), random));
    read(OtlpSignal.LOGS, OtlpEncoding.PROTOBUF, mutated(RECORDS.toByteArray(), random));
  }

  @Property
  void mutatedJsonIsReadOrRefused(@ForAll Random random) throws Exception {
    byte[] body = JSON_OF_SPANS.getBytes(StandardCharsets.UTF_8);
    read(OtlpSignal.TRACES, OtlpEncoding.JSON, mutated(body, random));
  }

  /** JSON stays JSON here, and its values change: that goes deeper. */
  @Property
  void jsonWithOtherValuesIsReadOrRefused(@ForAll Random random) throws Exception {
    String[] values = {
      "null",
      "0",
      "-1",
      "1e999999999",
      "18446744073709551615",
      "\"\"",
      "\"NaN\"",
      "[]",
      "{}",
      "true",
      "\"\\ud800\"",
      "[[1]]",
      "{\"stringValue\":1}",
      "9".repeat(400),
      "0.1"
    };
    List<MatchResult> scalars = SCALAR.matcher(JSON_OF_SPANS).results().toList();
    MatchResult replaced = scalars.get(random.nextInt(scalars.size()));
    String body =
        JSON_OF_SPANS.substring(0, replaced.start())
            + values[random.nextInt(values.length)]
            + JSON_OF_SPANS.substring(replaced.end());
    read(OtlpSignal.TRACES, OtlpEncoding.JSON, body.getBytes(StandardCharsets.UTF_8));
  }

  private void read(OtlpSignal signal, OtlpEncoding encoding, byte[] body) throws Exception {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    ProjectChoice projects =
        ProjectChoice.of(admission.admit(headers, Scope.INGEST), headers, admission, arrivals);
    Message.Builder request = signal.request();
    try {
      encoding.read(body, request);
      Export export = signal.export(request.build(), projects);
      for (Event event : export.events()) {
        assertThat(event.key().bytes()).isNotEmpty();
        assertThat(event.value().toString()).isNotEmpty();
      }
      assertThat(signal.answer(export.refusedItems(), export.why()).isInitialized()).isTrue();
    } catch (RequestRefused e) {
      assertThat(OtlpFault.of(e).status()).isBetween(400, 499);
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static byte[] mutated(byte[] original, Random random) {
    byte[] body = original.clone();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(body.length);
      switch (random.nextInt(4)) {
        case 0 -> body[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> body[at] = (byte) random.nextInt(256);
        case 2 -> body = java.util.Arrays.copyOf(body, Math.max(1, at));
        default -> {
          int length = Math.min(random.nextInt(16), body.length - at);
          System.arraycopy(original, Math.min(at, original.length - length), body, at, length);
        }
      }
    }
    return body;
  }
}
