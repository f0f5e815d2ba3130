package io.threadmark.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.threadmark.schema.Erasure;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Trace;
import io.threadmark.testkit.Await;
import io.threadmark.testkit.StubServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MLflow's calls: what real clients sent, and what becomes of it. */
class MlflowTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TRACES = "/api/3.0/mlflow/traces";
  private static final String TRACE = "20b2646eb3d290b3a94221d6409c3506";
  private static final String AT_TRACE = TRACES + "/tr-" + TRACE;

  private static final String SHOWN_TRACE =
      """
      {"trace_id":"%s","client_request_id":"req-1","name":"chat","status":"OK","thread_id":"s-1",
       "start_time":"2026-01-01T00:00:00Z","end_time":"2026-01-01T00:00:01.5Z","input":{"q":"hi"},
       "output":"hello","usage":{"input_tokens":3},"user":{"id":"u-1"},"tags":{"env":"prod"},
       "metadata":{"my":"x","depth":2},"created_at":"2026-01-01T00:00:00Z",
       "feedback":[%s]}
      """;

  private static final String SHOWN_FEEDBACK =
      """
      {"feedback_id":"%s","target":{"trace_id":"%s","span_id":"abc"},"trace_id":"%s","name":"%s",
       "kind":"BOOLEAN","value":%s,"polarity":"POSITIVE","rationale":"good",
       "source":{"type":"HUMAN","id":"u-9"},"signal":"EXPLICIT","metadata":{"k":"v"},
       "created_at":"2026-01-01T00:00:02Z","updated_at":"2026-01-01T00:00:02Z","state":"MATCHED"}
      """;

  private StubServer processor;
  private RunningGateway gateway;

  @BeforeEach
  void start() {
    processor = new StubServer(request -> answer(request.uri().toString()));
    gateway = RunningGateway.start(true, Map.of("processor.url", processor.url()));
  }

  @AfterEach
  void close() {
    gateway.close();
    processor.close();
  }

  private static StubServer.Answer answer(String uri) {
    if (uri.contains("/feedback/missing")) {
      return StubServer.Answer.json(404, "{\"error\":{\"message\":\"not there\"}}");
    }
    if (uri.startsWith("/api/v1/feedback/")) {
      return StubServer.Answer.json(200, feedback("a-1", "user_feedback", "true"));
    }
    if (uri.contains("/traces/missing")) {
      return StubServer.Answer.json(404, "{\"error\":{\"message\":\"not there\"}}");
    }
    if (uri.startsWith("/api/v1/traces/")) {
      return StubServer.Answer.json(200, trace());
    }
    if (uri.startsWith("/api/v1/projects")) {
      return StubServer.Answer.json(200, "{\"rows\":[{\"project_id\":\"support\"}]}");
    }
    return StubServer.Answer.json(200, "{\"rows\":[" + trace() + "]}");
  }

  private static String feedback(String id, String name, String value) {
    return SHOWN_FEEDBACK.formatted(id, TRACE, TRACE, name, value);
  }

  private static String trace() {
    return SHOWN_TRACE.formatted(
        TRACE,
        feedback("a-1", "user_feedback", "true")
            + ","
            + feedback("a-2", "expectation:facts", "[\"Paris\"]"));
  }

  private Answer call(String method, String path, String body) {
    return gateway.send(
        gateway
            .to(path)
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
  }

  private Answer assess(String assessment) {
    return call("POST", AT_TRACE + "/assessments", "{\"assessment\":" + assessment + "}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlflow-3.17.2", "mlflow-3.2.0"})
  void everyRequestOfARealClientIsAnswered(String client) throws IOException {
    for (JsonNode request : recorded(client)) {
      String path = request.get("path").asText();
      String body = request.get("body").isNull() ? null : request.get("body").toString();
      Answer answer = call(request.get("method").asText(), path, body);
      boolean isOurs = !path.endsWith("/runs/create");
      assertThat(answer.status()).as(path + " " + answer).isEqualTo(isOurs ? 200 : 404);
      if (!path.equals("/version")) {
        assertThat(answer.json().isObject()).isTrue();
      }
    }
    List<Trace> traces = gateway.published(Trace.class);
    Trace facts = traces.get(0);
    assertThat(facts.getProjectId()).isEqualTo("default");
    assertThat(facts.getClientRequestId()).isEqualTo("req-1");
    assertThat(facts.getThreadId()).isEqualTo("s-1");
    assertThat(facts.getUser().getId()).isEqualTo("u-1");
    assertThat(facts.getName()).isEqualTo("chat");
    assertThat(facts.getStatus()).isEqualTo("OK");
    assertThat(facts.getUsage()).containsEntry("input_tokens", 3L);
    assertThat(facts.getTags()).containsEntry("env", "prod");
    assertThat(facts.getMetadata()).containsEntry("my", "\"x\"");
    assertThat(facts.getPrecedence()).isZero();
    assertThat(traces.get(1).getPrecedence()).isEqualTo(-2);
    assertThat(traces.get(1).getOutput().getText()).startsWith("hello");
    assertThat(gateway.published(Feedback.class))
        .extracting(Feedback::getValueJson)
        .contains("true", "4", "0.5", "{\"a\":1,\"b\":[1,2]}", "[\"a\",1]", "\"cat\"", "\"42\"");
    assertThat(gateway.published(Erasure.class)).hasSize(1);
  }

  @Test
  void theSameAssessmentSentAgainIsTheSameFeedbackAndALaterOneAnother() {
    String said = "{\"assessment_name\":\"n\",\"create_time\":\"%s\",\"feedback\":{\"value\":1}}";
    String id = id(assess(said.formatted("2026-01-01T00:00:00.001Z")));
    assertThat(id).matches("a-[0-9a-f]{32}");
    assertThat(id(assess(said.formatted("2026-01-01T00:00:00.001Z")))).isEqualTo(id);
    assertThat(id(assess(said.formatted("2026-01-01T00:00:00.002Z")))).isNotEqualTo(id);

    List<Feedback> published = gateway.published(Feedback.class);
    assertThat(published.get(0).getStamp()).isEqualTo(published.get(1).getStamp());
    assertThat(published.get(0).getStamp().getEventTime())
        .isEqualTo(Instant.parse("2026-01-01T00:00:00.001Z"));
  }

  private static String id(Answer created) {
    assertThat(created.status()).as(created.toString()).isEqualTo(200);
    return created.json().path("assessment").path("assessment_id").asText();
  }

  @Test
  void anExpectationIsNoJudgement() {
    assess("{\"assessment_name\":\"good\",\"expectation\":{\"value\":true}}");
    Feedback kept = gateway.published(Feedback.class).get(0);
    assertThat(kept.getName()).isEqualTo("expectation:good");
    assertThat(kept.getPolarity()).isEqualTo("NONE");
  }

  @Test
  void aTraceIsShownAsMlflowShowsIt() {
    JsonNode trace = gateway.get(TRACES + "/get?trace_id=tr-" + TRACE).json().path("trace");
    assertThat(trace.path("spans").isArray()).isTrue();
    JsonNode info = trace.path("trace_info");
    assertThat(info.path("trace_id").asText()).isEqualTo("tr-" + TRACE);
    assertThat(info.path("trace_location").path("mlflow_experiment").path("experiment_id").asText())
        .isEqualTo("0");
    assertThat(info.path("execution_duration").asText()).isEqualTo("1.500000000s");
    assertThat(info.path("request_preview").asText()).isEqualTo("{\"q\":\"hi\"}");
    assertThat(info.path("tags").path("mlflow.trace.spansLocation").asText())
        .isEqualTo("TRACKING_STORE");
    assertThat(info.path("trace_metadata").path("mlflow.trace.session").asText()).isEqualTo("s-1");
    assertThat(info.path("trace_metadata").path("depth").asText()).isEqualTo("2");
    JsonNode judged = info.path("assessments").path(0);
    assertThat(judged.path("feedback").path("value").asBoolean()).isTrue();
    assertThat(judged.path("span_id").asText()).isEqualTo("abc");
    JsonNode expected = info.path("assessments").path(1);
    assertThat(expected.path("assessment_name").asText()).isEqualTo("facts");
    assertThat(expected.path("expectation").path("serialized_value").path("value").asText())
        .isEqualTo("[\"Paris\"]");
  }

  @Test
  void anUpdateChangesWhatItsMaskNamesAndLaysMetadataOver() {
    Answer answer =
        call(
            "PATCH",
            AT_TRACE + "/assessments/a-1",
            "{\"assessment\":{\"feedback\":{\"value\":2.0},\"rationale\":\"x\",\"metadata\":{\"b\":\"c\"}},"
                + "\"update_mask\":\"feedback,metadata\"}");
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    Feedback changed = gateway.published(Feedback.class).get(0);
    assertThat(changed.getFeedbackId()).isEqualTo("a-1");
    assertThat(changed.getValueJson()).isEqualTo("2");
    assertThat(changed.getKind()).isEqualTo("NUMERIC");
    assertThat(changed.getRationale()).isEqualTo("good");
    assertThat(changed.getMetadata()).isEqualTo(Map.of("k", "\"v\"", "b", "\"c\""));
    assertThat(changed.getSource().getId()).isEqualTo("u-9");
    assertThat(changed.getTarget().getSpanId()).isEqualTo("abc");
    assertThat(answer.json().path("assessment").path("feedback").path("value").asInt())
        .isEqualTo(2);
  }

  @Test
  void aDeletedAssessmentIsTakenBackAndOneThatIsNotThereIsNoError() {
    assertThat(call("DELETE", AT_TRACE + "/assessments/a-1", "{}").status()).isEqualTo(200);
    assertThat(gateway.published(Feedback.class)).singleElement().matches(Feedback::getRetracted);
    assertThat(call("DELETE", AT_TRACE + "/assessments/missing", null).status()).isEqualTo(200);
    assertThat(gateway.published(Feedback.class)).hasSize(1);
  }

  @Test
  void anAssessmentOfAnotherTraceIsNotFound() {
    Answer answer = gateway.get(TRACES + "/tr-other/assessments/a-1");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().path("error_code").asText()).isEqualTo("RESOURCE_DOES_NOT_EXIST");
  }

  @Test
  void aTraceThatIsNotThereIsNotFoundAndLeftOutOfABatch() {
    assertThat(gateway.get(TRACES + "/missing").json().path("error_code").asText())
        .isEqualTo("RESOURCE_DOES_NOT_EXIST");
    JsonNode batch =
        gateway.get(TRACES + "/batchGet?trace_ids=missing&trace_ids=tr-" + TRACE).json();
    assertThat(batch.path("traces")).hasSize(1);
  }

  @Test
  void aTraceGoesToTheProjectOfItsExperimentAndItsFeedbackFollows() {
    String id =
        gateway
            .get("/api/2.0/mlflow/experiments/get-by-name?experiment_name=support")
            .json()
            .path("experiment")
            .path("experiment_id")
            .asText();
    String info =
        "{\"trace\":{\"trace_info\":{\"trace_id\":\"tr-"
            + "0".repeat(31)
            + "1\",\"state\":\"OK\",\"trace_location\":"
            + "{\"mlflow_experiment\":{\"experiment_id\":\""
            + id
            + "\"}}}}}";
    assertThat(call("POST", TRACES, info).status()).isEqualTo(200);
    call(
        "POST",
        TRACES + "/tr-" + "0".repeat(31) + "1/assessments",
        "{\"assessment\":{\"feedback\":{\"value\":true}}}");
    assertThat(gateway.published(Trace.class))
        .extracting(Trace::getProjectId)
        .containsOnly("support");
    assertThat(gateway.published(Feedback.class))
        .extracting(Feedback::getProjectId)
        .containsOnly("support");
  }

  @Test
  void aSearchAsksTheListForWhatItCanSay() {
    Answer answer =
        call(
            "POST",
            TRACES + "/search",
            "{\"locations\":[{\"mlflow_experiment\":{\"experiment_id\":\"0\"}}],\"max_results\":7,"
                + "\"filter\":\"tags.env = 'prod' AND status = 'OK'\",\"order_by\":[\"timestamp_ms ASC\"]}");
    assertThat(answer.json().path("traces")).hasSize(1);
    assertThat(processor.requests())
        .last()
        .extracting(request -> request.uri().toString())
        .isEqualTo(
            "/api/v1/traces?tags=env%3Aprod&status=OK&sort=created&include_content=true"
                + "&include_feedback=true&page_size=7");
  }

  @Test
  void aSearchByClientRequestIdAsksByTheKey() {
    Answer answer =
        call(
            "POST",
            TRACES + "/search",
            "{\"filter\":\"attributes.client_request_id = 'req-1' AND tags.env = 'dev'\"}");
    assertThat(answer.json().path("traces")).isEmpty();
    assertThat(processor.requests())
        .last()
        .extracting(request -> request.uri().toString())
        .isEqualTo("/api/v1/traces?client_request_id=req-1");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /api/2.0/mlflow/runs/create",
    "GET, /api/2.0/mlflow/registered-models/search",
    "POST, /api/3.0/mlflow/datasets/create",
    "POST, /api/2.0/mlflow/traces",
    "PUT, /api/2.0/mlflow/experiments/get",
    "PUT, /api/2.0/mlflow-artifacts/artifacts/0/model.pkl"
  })
  void whatIsNotOursIsNoEndpoint(String method, String path) {
    Answer answer = call(method, path, method.equals("GET") ? null : "{}");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().path("error_code").asText()).isEqualTo("ENDPOINT_NOT_FOUND");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"assessment\":1}",
        "{\"assessment\":{}}",
        "{\"assessment\":{\"feedback\":{},\"expectation\":{\"value\":1}}}",
        "{\"assessment\":{\"feedback\":{\"value\":null}}}",
        "{\"assessment\":{\"feedback\":{\"value\":1},\"create_time\":\"yesterday\"}}",
        "{\"assessment\":{\"expectation\":{\"serialized_value\":{\"value\":\"{\"}}}}"
      })
  void aWrongAssessmentIsToldAndNothingIsPublished(String body) {
    Answer answer = call("POST", AT_TRACE + "/assessments", body);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.json().path("error_code").asText()).isEqualTo("INVALID_PARAMETER_VALUE");
    assertThat(gateway.published(Feedback.class)).isEmpty();
  }

  @Test
  void whateverIsSentIsNoFaultOfOurs() {
    Arbitrary<String> values =
        Arbitraries.of(
            "1", "null", "\"x\"", "[]", "{}", "[1]", "{\"a\":1}", "true", "1e400", "\"\"");
    Arbitrary<String> names =
        Arbitraries.of(
            "assessment",
            "trace",
            "trace_info",
            "feedback",
            "value",
            "tags",
            "filter",
            "locations",
            "update_mask",
            "key",
            "request_ids",
            "max_results",
            "page_token",
            "order_by",
            "metadata");
    Arbitrary<String> bodies =
        net.jqwik.api.Combinators.combine(names, values, names, values)
            .as(
                (a, b, c, d) ->
                    "{\"" + a + "\":{\"" + c + "\":" + d + "},\"x" + c + "\":" + b + "}");
    List<String> paths =
        List.of(
            "POST " + TRACES,
            "POST " + TRACES + "/search",
            "POST " + TRACES + "/batchGetInfos",
            "POST " + AT_TRACE + "/assessments",
            "PATCH " + AT_TRACE + "/assessments/a-1",
            "PATCH /api/2.0/mlflow/traces/t/tags",
            "POST /api/2.0/mlflow/traces/delete-traces",
            "POST /api/2.0/mlflow/experiments/create");
    for (int i = 0; i < 400; i++) {
      String[] call = paths.get(i % paths.size()).split(" ", 2);
      String body = bodies.sample();
      assertThat(call(call[0], call[1], body).status()).as(call[1] + " " + body).isLessThan(500);
    }
  }

  @Test
  void whileKafkaIsAwayClientsAreToldToComeAgain() {
    try (RunningGateway away =
        RunningGateway.start(false, Map.of("processor.url", processor.url()))) {
      CompletableFuture<Answer> call =
          away.sendAsync(
              away.to(AT_TRACE + "/assessments")
                  .POST(BodyPublishers.ofString("{\"assessment\":{\"feedback\":{\"value\":1}}}")));
      Await.until("it is sent", () -> away.producer.history().size() == 1);
      away.producer.errorNext(new TimeoutException("too slow"));
      Answer answer = call.join();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isEqualTo("1");
      assertThat(answer.json().path("error_code").asText()).isEqualTo("TEMPORARILY_UNAVAILABLE");
    }
  }

  private static JsonNode recorded(String client) throws IOException {
    try (InputStream in =
        MlflowTest.class.getResourceAsStream(
            "/io/threadmark/gateway/door/mlflow/" + client + ".json")) {
      return JSON.readTree(in).get("requests");
    }
  }
}
