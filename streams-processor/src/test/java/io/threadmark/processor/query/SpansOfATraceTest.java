package io.threadmark.processor.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.processor.query.http.Views;
import io.threadmark.processor.topology.KeptRows;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a trace shows of its spans, wherever they are kept. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpansOfATraceTest {
  private TwoInstances instances;

  @BeforeAll
  void start() {
    instances = new TwoInstances(new WorkerPool.Size(2, 100));
  }

  @AfterAll
  void stop() throws Exception {
    instances.close();
  }

  @Test
  void spansAreShownInTheOrderOfTimeWithWhatTheySay() throws Exception {
    JsonNode trace = found(KeptRows.traceId(0) + "?include_spans=true");
    assertThat(trace.at("/spans/0").toString())
        .isEqualTo(
            "{\"span_id\":\"root\",\"start_time\":\"2025-12-31T23:59:54Z\","
                + "\"end_time\":\"2025-12-31T23:59:54.000000005Z\",\"attributes\":{}}");
    assertThat(trace.at("/spans/1").toString())
        .isEqualTo(
            "{\"span_id\":\"model\",\"parent_span_id\":\"root\",\"name\":\"chat\",\"kind\":\"CLIENT\","
                + "\"type\":\"LLM\",\"status\":\"ERROR\",\"status_message\":\"cut off\","
                + "\"start_time\":\"2025-12-31T23:59:54.000000001Z\","
                + "\"attributes\":{\"in\":\"hello\",\"out\":{\"n\":1.5},\"temperature\":0.1},"
                + "\"input\":\"hello\",\"output\":{\"n\":1.5},"
                + "\"events\":[{\"name\":\"token\",\"time\":\"2025-12-31T23:59:54.000000002Z\","
                + "\"attributes\":{}}],"
                + "\"links\":[{\"trace_id\":\"t\",\"span_id\":\"s\",\"attributes\":{}}],"
                + "\"resource\":{\"service.name\":\"shop\"},"
                + "\"scope\":{\"name\":\"openinference\",\"version\":\"1.0\"}}");
    assertThat(trace.path("spans")).hasSize(2);
    assertThat(trace.path("span_count").asInt()).isEqualTo(2);
    assertThat(trace.path("spans_dropped").asInt(-1)).isZero();
    assertThat(trace.path("span_count_exact").asBoolean()).isTrue();
    assertThat(trace.path("thread_id").asText()).isEqualTo("h0");
    assertThat(trace.path("feedback")).hasSize(2);
  }

  @Test
  void withoutTheParameterThereIsNoWordOfSpans() throws Exception {
    assertThat(found(KeptRows.traceId(0)).toString()).doesNotContain("span");
    assertThat(found(KeptRows.traceId(0) + "?include_spans=false").toString())
        .doesNotContain("span");
  }

  @Test
  void aTraceOfWhichOnlySpansHaveComeIsShownWithThem() throws Exception {
    assertThat(found("alone?include_spans=true").toString())
        .isEqualTo(
            "{\"trace_id\":\"alone\",\"project_id\":\"acme\",\"thread_id\":\"trace:alone\","
                + "\"created_at\":\"2025-12-31T23:59:55Z\",\"updated_at\":\"2025-12-31T23:59:55Z\","
                + "\"feedback\":[],\"spans\":[{\"span_id\":\"root\","
                + "\"start_time\":\"2025-12-31T23:59:55Z\",\"attributes\":{}}],"
                + "\"span_count\":1,\"spans_dropped\":0,\"span_count_exact\":true}");
    assertThat(get("alone").statusCode()).isEqualTo(404);
    assertThat(get("none?include_spans=true").statusCode()).isEqualTo(404);
  }

  @Test
  void anotherValueOfTheParameterIsRefusedByName() throws Exception {
    HttpResponse<String> answer = get(KeptRows.traceId(0) + "?include_spans=yes");
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("include_spans").contains("must be true or false");
  }

  private JsonNode found(String trace) throws Exception {
    HttpResponse<String> answer = get(trace);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Views.read(answer.body().getBytes(UTF_8));
  }

  private HttpResponse<String> get(String trace) throws Exception {
    HttpResponse<String> first = instances.get(0, "/api/v1/traces/" + trace).get();
    assertThat(instances.get(1, "/api/v1/traces/" + trace).get().body()).isEqualTo(first.body());
    return first;
  }
}
