package io.threadmark.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.gateway.refusal.RequestRefused;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where there is retention, an event that is too old to be kept is refused. */
class KeptEventsTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final Arrival ARRIVAL =
      new Arrival(
          "p", NOW, "http", Ids.fresh(), NOW.minus(Duration.ofDays(30)), FeedbackRules.NONE);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "type":"feedback","trace_id":"t","value":true,"timestamp":"2026-01-01T12:00:00Z"      | 0
          "type":"feedback","trace_id":"t","value":true,"timestamp":"2026-01-01T11:59:59Z"      | 1
          "type":"feedback","trace_id":"t","value":true                                         | 0
          "type":"message","thread_id":"h","role":"user","timestamp":"2025-12-31T00:00:00Z"     | 1
          "type":"thread","thread_id":"h","timestamp":"2025-12-31T00:00:00Z"                    | 1
          "type":"trace","trace_id":"t","timestamp":"2025-12-31T00:00:00Z"                      | 1
          "type":"trace","trace_id":"t","end_time":"2025-12-31T00:00:00Z"                       | 0
          "type":"trace","trace_id":"t","start_time":"2026-01-31T00:00:00Z","timestamp":"2025-12-31T00:00:00Z" | 1
          """)
  void whatIsTooOldIsRefused(String fields, int refused) throws RequestRefused {
    byte[] body = ("{" + fields + "}").getBytes(StandardCharsets.UTF_8);
    EventBatch batch = EventBodies.readJson(body, null, ARRIVAL);
    assertThat(batch.rejections()).hasSize(refused);
    assertThat(batch.rejections())
        .allSatisfy(
            rejected -> {
              assertThat(rejected.path()).isEqualTo("timestamp");
              assertThat(rejected.message()).contains("2026-01-01T12:00:00Z");
            });
  }
}
