package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.schema.UnmatchedFeedback;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Feedback whose wait ends, on a system that waits for a second only. */
class UnmatchedIT {

  @Test
  void subscribersAndQueriesLearnThatAWaitIsOverAndOfALateMatch() {
    try (Threadmark threadmark = new Threadmark(1, Map.of("processor.match.within.ms", "1000"));
        NewestValues<UnmatchedFeedback> unmatched =
            NewestValues.unmatchedFeedback(
                threadmark.bootstrapServers(), threadmark.deserializer())) {
      Api api = threadmark.api();
      api.post("/api/v1/feedback", "{\"feedback_id\":\"f\",\"trace_id\":\"t\",\"value\":true}");
      Await.until("the topic tells", () -> unmatched.read().containsKey("default/f/f"));
      assertThat(unmatched.read().get("default/f/f").getReason()).isEqualTo("trace_not_seen");
      assertThat(api.get("/api/v1/feedback/f").json().get("state").asText()).isEqualTo("UNMATCHED");
      assertThat(api.get("/api/v1/feedback?state=UNMATCHED").json().get("rows"))
          .extracting(row -> row.get("feedback_id").asText())
          .containsExactly("f");

      api.post("/api/v1/traces", "{\"trace_id\":\"t\"}");
      Await.until("the topic takes it back", () -> unmatched.read().isEmpty());
      assertThat(api.get("/api/v1/feedback/f").json().get("state").asText()).isEqualTo("MATCHED");
      assertThat(api.get("/api/v1/feedback?state=UNMATCHED").json().get("rows")).isEmpty();
    }
  }
}
