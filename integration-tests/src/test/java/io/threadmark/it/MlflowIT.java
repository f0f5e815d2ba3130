package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.testkit.Api;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What MLflow's client sends, the whole way: each call sees what the ones before it did. */
@ExtendWith(SharedThreadmark.class)
class MlflowIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String TRACES = "/api/3.0/mlflow/traces";
  private static final Duration RUN = Duration.ofMillis(1_500);

  private final String project = "mlflow-" + UUID.randomUUID();
  private final Api api = SharedThreadmark.threadmark().api().in(project);
  private final String traceId = "tr-" + UUID.randomUUID().toString().replace("-", "");
  private final String assessments = TRACES + "/" + traceId + "/assessments";
  private final Instant start = Instant.now().minusSeconds(5).truncatedTo(ChronoUnit.MILLIS);

  @Test
  void feedbackThatCameBeforeItsTraceIsFoundByTheClientsOwnIdOfTheRequest() {
    String early = assess("early", "\"feedback\":{\"value\":true}");
    sendTrace();

    JsonNode found = search("attributes.client_request_id = 'req-1'");
    assertThat(found).hasSize(1);
    assertThat(found.get(0).path("trace_id").asText()).isEqualTo(traceId);
    assertThat(found.get(0).path("assessments")).hasSize(1);
    assertThat(found.get(0).path("assessments").get(0).path("assessment_id").asText())
        .isEqualTo(early);

    String later = assess("later", "\"feedback\":{\"value\":4.0}");
    assertThat(search("attributes.client_request_id = 'req-1'").get(0).path("assessments"))
        .extracting(assessment -> assessment.path("assessment_id").asText())
        .containsExactlyInAnyOrder(early, later);
    assertThat(search("feedback.later >= 4 AND metadata.`mlflow.trace.session` = 'th-1'"))
        .hasSize(1);
    assertThat(search("feedback.later > 4")).isEmpty();
  }

  @Test
  void whatIsChangedOverriddenAndDeletedIsSoForWhoReadsNext() {
    sendTrace();
    String id =
        assess(
            "mind",
            "\"rationale\":\"at first\",\"metadata\":{\"a\":\"1\"},\"feedback\":{\"value\":true}");
    assertThat(assessment(id).path("feedback").path("value").asBoolean()).isTrue();

    call(
        "PATCH",
        assessments + "/" + id,
        "{\"assessment\":{\"feedback\":{\"value\":false},\"metadata\":{\"b\":\"2\"}},"
            + "\"update_mask\":\"feedback,metadata\"}");
    JsonNode changed = assessment(id);
    assertThat(changed.path("feedback").path("value").asBoolean(true)).isFalse();
    assertThat(changed.path("rationale").asText()).isEqualTo("at first");
    assertThat(changed.path("metadata").toString()).isEqualTo("{\"a\":\"1\",\"b\":\"2\"}");

    String over =
        assess("mind", "\"overrides\":\"" + id + "\",\"feedback\":{\"value\":\"unsure\"}");
    assertThat(assessment(id).path("valid").asBoolean(true)).isFalse();
    assertThat(info().path("assessments"))
        .extracting(each -> each.path("assessment_id").asText())
        .containsExactly(over);

    call("DELETE", assessments + "/" + over, "{}");
    assertThat(assessment(id).path("valid").asBoolean()).isTrue();
    call("DELETE", assessments + "/" + id, "{}");
    assertThat(info().path("assessments")).isEmpty();
  }

  @Test
  void itIsTheSameTraceAndFeedbackForWhoAsksInOurOwnWords() {
    sendTrace();
    String id = assess("helpfulness", "\"feedback\":{\"value\":4.0}");
    assess("answer", "\"expectation\":{\"value\":true}");
    info();

    JsonNode trace = api.get("/api/v1/traces/" + traceId).expect(200).json();
    assertThat(trace.path("thread_id").asText()).isEqualTo("th-1");
    assertThat(trace.path("input").toString()).isEqualTo("{\"q\":\"hi\"}");
    assertThat(trace.path("output").asText()).isEqualTo("hello");
    assertThat(trace.path("user").path("id").asText()).isEqualTo("u-1");
    assertThat(trace.path("end_time").asText()).isEqualTo(start.plus(RUN).toString());
    JsonNode feedback = api.get("/api/v1/feedback/" + id).expect(200).json();
    assertThat(feedback.path("value").toString()).isEqualTo("4");
    assertThat(feedback.path("source").path("type").asText()).isEqualTo("HUMAN");
    assertThat(trace.path("feedback"))
        .filteredOn(each -> each.path("name").asText().equals("expectation:answer"))
        .singleElement()
        .satisfies(each -> assertThat(each.path("polarity").asText()).isEqualTo("NONE"));
  }

  @Test
  void pagesOfASearchHaveEveryTraceOnce() {
    for (int i = 0; i < 5; i++) {
      sendTrace("tr-" + UUID.randomUUID().toString().replace("-", ""), "req-" + i);
    }
    String token = "";
    List<String> found = new ArrayList<>();
    do {
      JsonNode page =
          call(
              "POST",
              TRACES + "/search",
              "{\"max_results\":2,\"filter\":\"name LIKE 'ch%'\",\"page_token\":\""
                  + token
                  + "\"}");
      page.path("traces").forEach(trace -> found.add(trace.path("trace_id").asText()));
      token = page.path("next_page_token").asText();
    } while (!token.isEmpty());
    assertThat(found).hasSize(5).doesNotHaveDuplicates();
  }

  private void sendTrace() {
    sendTrace(traceId, "req-1");
  }

  private void sendTrace(String id, String clientRequestId) {
    call(
        "POST",
        TRACES,
        """
        {"trace":{"trace_info":{"trace_id":"%s","client_request_id":"%s","request_time":"%s",
          "execution_duration":"1.5s","state":"OK","request_preview":"{\\"q\\": \\"hi\\"}",
          "response_preview":"\\"hello\\"","tags":{"mlflow.traceName":"chat"},
          "trace_metadata":{"mlflow.trace.session":"th-1","mlflow.trace.user":"u-1"},
          "trace_location":{"type":"MLFLOW_EXPERIMENT","mlflow_experiment":{"experiment_id":"0"}}}}}
        """
            .formatted(id, clientRequestId, start));
  }

  private String assess(String name, String said) {
    return call(
            "POST",
            assessments,
            "{\"assessment\":{\"assessment_name\":\"%s\",\"create_time\":\"%s\",%s,"
                    .formatted(name, Instant.now().truncatedTo(ChronoUnit.MILLIS), said)
                + "\"source\":{\"source_type\":\"HUMAN\",\"source_id\":\"u-1\"}}}")
        .path("assessment")
        .path("assessment_id")
        .asText();
  }

  private JsonNode assessment(String id) {
    return call("GET", assessments + "/" + id, "").path("assessment");
  }

  private JsonNode info() {
    return call("GET", TRACES + "/" + traceId, "").path("trace").path("trace_info");
  }

  private JsonNode search(String filter) {
    return call("POST", TRACES + "/search", "{\"filter\":\"" + filter + "\"}").path("traces");
  }

  private JsonNode call(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(api.base() + path))
            .header("X-Threadmark-Project", project)
            .method(method, BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
      assertThat(response.statusCode())
          .as(method + " " + path + " " + response.body())
          .isEqualTo(200);
      return Api.JSON.readTree(response.body());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
