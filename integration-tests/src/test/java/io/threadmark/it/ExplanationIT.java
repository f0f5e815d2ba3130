package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why feedback is where it is, and which projects there are. */
@ExtendWith(SharedThreadmark.class)
class ExplanationIT {
  private final Threadmark threadmark = SharedThreadmark.threadmark();
  private final String project = "p-" + UUID.randomUUID();
  private final Api api = threadmark.api().in(project);

  @ParameterizedTest
  @CsvSource({
    "trace_id, Chat-0042-AB, chat0042ab",
    "trace_id, tr-chat0042, chat0042",
    "client_request_id, req-7711-22, 771122",
    "client_request_id, prod/REQ_99_17, req_99_17"
  })
  void anIdThatIsNearlyThatOfATraceIsTold(String field, String sent, String there) {
    String receipt =
        api.post(
                "/api/v1/traces",
                "{\"%s\":\"%s\",\"trace_id\":\"%s\"}"
                    .formatted(
                        field.equals("trace_id") ? "name" : field,
                        there,
                        field.equals("trace_id") ? there : "t1"))
            .expect(202)
            .json()
            .get("receipt")
            .asText();
    visibleInLists(receipt);
    api.post(
            "/api/v1/feedback",
            "{\"feedback_id\":\"f\",\"%s\":\"%s\",\"value\":true}".formatted(field, sent))
        .expect(202);

    JsonNode found = explained("f");
    assertThat(found.get("state").asText()).isEqualTo("PENDING");
    JsonNode explanation = found.get("explanation");
    assertThat(explanation.get("likely_mismatches")).hasSize(1);
    assertThat(explanation.get("likely_mismatches").get(0).toString()).contains(there);
    assertThat(explanation.get("steps").toString()).contains(sent).contains(there);
  }

  @Test
  void anIdInTheWrongFieldIsTold() {
    String receipt =
        api.post("/api/v1/traces", "{\"trace_id\":\"trace-9\",\"client_request_id\":\"request-9\"}")
            .expect(202)
            .json()
            .get("receipt")
            .asText();
    visibleInLists(receipt);
    api.post(
            "/api/v1/feedback", "{\"feedback_id\":\"f\",\"trace_id\":\"request-9\",\"value\":true}")
        .expect(202);
    assertThat(explained("f").get("explanation").get("steps").toString())
        .contains("send it as client_request_id");
  }

  @Test
  void severalTracesThatClaimARequestAreTold() {
    api.postEvents(
            """
            {"type":"trace","trace_id":"a","client_request_id":"r","timestamp":"2026-01-01T00:00:00Z"}
            {"type":"trace","trace_id":"b","client_request_id":"r","timestamp":"2026-01-01T00:00:01Z"}
            {"type":"feedback","feedback_id":"f","client_request_id":"r","value":true}
            """)
        .expect(202);
    JsonNode explanation =
        Await.untilPresent(
            "both claims and the join",
            () -> {
              JsonNode found =
                  api.get("/api/v1/feedback/f?explain=true").json().path("explanation");
              boolean joined = found.path("steps").toString().contains("matched to the trace");
              return joined && found.path("claims").size() == 2 ? found : null;
            });
    assertThat(explanation.get("claims").get(0).get("trace_id").asText()).isEqualTo("a");
    assertThat(explanation.get("steps").toString()).contains("matched to the trace a");
  }

  @Test
  void projectsAreListedWithWhatThereIsOfThem() {
    String receipt =
        api.postEvents(
                """
                {"type":"message","thread_id":"T","message_id":"m","role":"user","content":"x"}
                {"type":"trace","trace_id":"t","thread_id":"T"}
                {"type":"feedback","feedback_id":"f","trace_id":"t","value":true}
                {"type":"feedback","feedback_id":"g","thread_id":"U","value":true}
                """)
            .expect(202)
            .json()
            .get("receipt")
            .asText();
    visibleInLists(receipt);
    JsonNode mine = null;
    for (JsonNode row : api.get("/api/v1/projects").expect(200).json().get("rows")) {
      mine = row.get("project_id").asText().equals(project) ? row : mine;
    }
    assertThat(mine).isNotNull();
    assertThat(mine.get("thread_count").asInt()).isEqualTo(2);
    assertThat(mine.get("trace_count").asInt()).isEqualTo(1);
    assertThat(mine.get("message_count").asInt()).isEqualTo(1);
    assertThat(mine.get("feedback_count").asInt()).isEqualTo(2);
    assertThat(mine.get("last_event_at").asText()).isNotEmpty();
  }

  private void visibleInLists(String receipt) {
    api.get(
            "/api/v1/traces/count?wait_ms=10000&wait_for="
                + URLEncoder.encode(receipt, StandardCharsets.UTF_8))
        .expect(200);
  }

  private JsonNode explained(String id) {
    Await.until("the feedback", () -> api.get("/api/v1/feedback/" + id).status() == 200);
    return api.get("/api/v1/feedback/" + id + "?explain=true").expect(200).json();
  }
}
