package io.threadmark.gateway.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.gateway.query.StubProcessor;
import io.threadmark.schema.Limits;
import io.threadmark.schema.Receipt;
import io.threadmark.schema.ReceiptKeys;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A post may wait for whatever it brings, up to the most that a body holds. */
@Timeout(120)
class LargestReceiptTest {
  private static final Random RANDOM = new Random(1);

  /** Bodies that lead to long receipts: ids say as much by byte as they can. */
  enum Largest {
    MOST_EVENTS("/api/v1/traces", () -> "{}"),
    MOST_EVENTS_THAT_BRING_IDS("/api/v1/traces", () -> trace(ascii(87))),
    MOST_EVENTS_THAT_BRING_WIDE_IDS("/api/v1/traces", () -> trace(wide(29))),
    LONGEST_IDS("/api/v1/traces", () -> trace(ascii(Limits.ID_BYTES))),
    LONGEST_WIDE_IDS("/api/v1/traces", () -> trace(wide(Limits.ID_BYTES / 3))),
    MESSAGES_OF_THREADS(
        "/api/v1/messages",
        () ->
            "{\"thread_id\":\"%s\",\"message_id\":\"%s\",\"role\":\"u\",\"content\":\"\"}"
                .formatted(ascii(Limits.ID_BYTES), ascii(Limits.ID_BYTES)));

    private final String path;
    private final Supplier<String> event;

    Largest(String path, Supplier<String> event) {
      this.path = path;
      this.event = event;
    }

    /** As many events as a request may have, or as fit. */
    byte[] body() {
      StringBuilder body = new StringBuilder("[").append(event.get());
      int bytes = body.toString().getBytes(UTF_8).length;
      for (int events = 1; events < Limits.EVENTS; events++) {
        String next = "," + event.get();
        bytes += next.getBytes(UTF_8).length;
        if (bytes >= Limits.BODY_BYTES) {
          break;
        }
        body.append(next);
      }
      return body.append("]").toString().getBytes(UTF_8);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_post_waits_for_as_much_as_a_body_holds(Largest largest) {
    try (StubProcessor processor = new StubProcessor(200, "{\"visible\":true}");
        RunningGateway gateway =
            RunningGateway.start(true, Map.of("processor.url", processor.url()))) {
      Answer answer =
          gateway.send(
              gateway
                  .to(largest.path + "?wait_ms=10000")
                  .timeout(Duration.ofSeconds(100))
                  .POST(BodyPublishers.ofByteArray(largest.body())));

      assertThat(answer.status()).as(answer.code()).isEqualTo(202);
      assertThat(answer.json().path("visible").asBoolean()).isTrue();
      String receipt = processor.asked().get(0).body();
      assertThat(receipt.length()).isLessThan(Receipt.MOST_CHARS);
      assertThat(ReceiptKeys.ofText(RunningGateway.SECRET).verify(receipt).statements())
          .hasSize(answer.json().path("accepted").asInt());
    }
  }

  private static String trace(String id) {
    return "{\"trace_id\":\"" + id + "\"}";
  }

  /** Whatever JSON shows in one byte. */
  private static String ascii(int length) {
    return RANDOM
        .ints(' ' + 1, 127)
        .filter(sign -> sign != '"' && sign != '\\')
        .limit(length)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String wide(int length) {
    return RANDOM
        .ints(0x4E00, 0xA000)
        .limit(length)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
