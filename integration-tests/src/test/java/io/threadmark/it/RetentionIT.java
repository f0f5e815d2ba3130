package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.schema.LabeledThread;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A system that keeps what was said for some seconds only. */
class RetentionIT {
  private static final String CONVERSATION =
      """
      [{"type":"message","thread_id":"th","message_id":"m","role":"user","content":"Hello"},
       {"type":"trace","trace_id":"t","client_request_id":"r","thread_id":"th"},
       {"type":"feedback","feedback_id":"f","client_request_id":"r","value":true},
       {"type":"feedback","feedback_id":"g","thread_id":"th","value":true}]
      """;

  @Test
  void aThreadThatIsTooOldLeavesStoresAndTopics() {
    try (Threadmark threadmark = new Threadmark(1, Map.of("retention.ms", "8000"));
        NewestValues<LabeledThread> labeled =
            NewestValues.labeledThreads(threadmark.bootstrapServers(), threadmark.deserializer())) {
      Api api = threadmark.api();
      assertThat(api.post("/api/v1/events", CONVERSATION).status()).isEqualTo(202);
      boolean[] wasThere = {false};
      Await.until(
          "the thread comes, and goes",
          () -> {
            boolean isThere = labeled.read().containsKey("default/h/th");
            wasThere[0] |= isThere;
            return wasThere[0] && !isThere;
          });
      for (String path : List.of("threads/th", "traces/t", "feedback/f", "feedback/g")) {
        Await.until(path + " goes", () -> api.get("/api/v1/" + path).status() == 404);
      }
      assertThat(api.get("/api/v1/traces?client_request_id=r").json().get("rows")).isEmpty();
      assertThat(api.get("/api/v1/feedback").json().get("rows")).isEmpty();

      Api.Answer tooOld =
          api.post(
              "/api/v1/messages",
              "{\"thread_id\":\"th\",\"role\":\"user\",\"timestamp\":\"2026-01-01T00:00:00Z\"}");
      assertThat(tooOld.status()).isEqualTo(422);
      assertThat(tooOld.text()).contains("timestamp", "is not kept");
    }
  }
}
