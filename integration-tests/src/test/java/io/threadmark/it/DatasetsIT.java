package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.dataset.format.DatasetFormat;
import io.threadmark.dataset.format.DatasetFormats;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Datasets that are downloaded from a running system. */
@ExtendWith(SharedThreadmark.class)
class DatasetsIT {
  private static final String TEA =
      """
      {"type":"message","thread_id":"tea","message_id":"q","role":"user","content":"How long does tea steep?","timestamp":"2026-01-01T00:00:00Z"}
      {"type":"message","thread_id":"tea","message_id":"a","role":"assistant","content":"Ten minutes.","trace_id":"t1","timestamp":"2026-01-01T00:00:01Z"}
      {"type":"trace","trace_id":"t1","thread_id":"tea","timestamp":"2026-01-01T00:00:01Z"}
      {"type":"feedback","feedback_id":"f1","trace_id":"t1","name":"thumb","value":false,"source":{"id":"ann"}}
      {"type":"feedback","feedback_id":"f2","trace_id":"t1","name":"fix","kind":"CORRECTION","value":"Four minutes.","source":{"id":"ann"}}
      {"type":"feedback","feedback_id":"f3","trace_id":"t1","name":"choice","kind":"PREFERENCE","value":{"candidates":[{"id":"x","content":"Four."},{"id":"y","content":"Ten."}],"ranking":["x","y"]}}
      {"type":"thread","thread_id":"tea","intents":["brewing"]}
      {"type":"message","thread_id":"fish","message_id":"q2","role":"user","content":"Is a whale a fish?","timestamp":"2026-01-01T00:00:00Z"}
      {"type":"message","thread_id":"fish","message_id":"a2","role":"assistant","content":"No.","trace_id":"t2","timestamp":"2026-01-01T00:00:01Z"}
      {"type":"trace","trace_id":"t2","thread_id":"fish","timestamp":"2026-01-01T00:00:01Z"}
      {"type":"feedback","feedback_id":"f4","trace_id":"t2","name":"stars","value":5,"scale":{"min":1,"max":5}}
      {"type":"message","thread_id":"silent","message_id":"q3","role":"user","content":"Nobody judged this"}
      """;

  private final String project = "datasets-" + UUID.randomUUID();
  private final Api api = SharedThreadmark.threadmark().api().in(project);
  private final HttpClient http = HttpClient.newHttpClient();

  static Stream<String> formats() {
    return DatasetFormats.ALL.stream().map(DatasetFormat::name);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void everyFormatHasRows(String format) {
    String receipt = post(TEA);
    assertThat(rows(format + "?wait_for=" + receipt)).isNotEmpty();
  }

  @Test
  void filtersAndRulesDecideWhatIsInIt() {
    String wait = "wait_for=" + post(TEA);
    assertThat(rows("threads?" + wait)).hasSize(3);
    assertThat(rows("threads?has_feedback=true&" + wait)).hasSize(2);
    assertThat(rows("threads?search=whale")).singleElement().asString().contains("\"fish\"");
    assertThat(rows("kto")).as("a number without a threshold is no vote").hasSize(1);
    assertThat(rows("kto?rules.thresholds.stars.positive_from=4")).hasSize(2);
    assertThat(rows("kto?rules=%7B%22names%22:%5B%22stars%22%5D%7D")).isEmpty();
    assertThat(rows("feedback?rules.names=stars,thumb")).hasSize(2);
    assertThat(rows("feedback?rules.min_raters=1&feedbackName=stars")).hasSize(1);
  }

  @Test
  void aSystemAtRestGivesTheSameBytesAgain() throws Exception {
    rows("threads?wait_for=" + post(TEA));
    for (String path : List.of("threads", "feedback?file=csv", "sft?file=parquet")) {
      byte[] first = bytes(path).body();
      assertThat(first).isEqualTo(bytes(path).body());
    }
    HttpResponse<byte[]> parquet = bytes("sft?file=parquet");
    assertThat(parquet.headers().firstValue("Content-Type"))
        .hasValue("application/vnd.apache.parquet");
    assertThat(parquet.headers().firstValue("Content-Disposition"))
        .hasValue("attachment; filename=\"sft.parquet\"");
    assertThat(new String(Arrays.copyOf(parquet.body(), 4), StandardCharsets.US_ASCII))
        .isEqualTo("PAR1");
  }

  @Test
  void aProjectWithoutThreadsHasAnEmptyDataset() throws Exception {
    HttpResponse<byte[]> answer = bytes("threads");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void whatWasErasedIsNotInIt() {
    assertThat(rows("threads?wait_for=" + post(TEA))).hasSize(3);
    String erasure =
        api.delete("/api/v1/threads/tea").expect(202).json().get("erasure_id").asText();
    Await.until(
        "it is erased",
        () -> "DONE".equals(api.get("/api/v1/erasures/" + erasure).json().path("state").asText()));
    assertThat(rows("threads")).hasSize(2).noneMatch(row -> row.contains("tea"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ktoo                       | format              | did you mean kto",
        "kto?file=csv               | file                | nested",
        "kto?file=xml               | file                | must be one of",
        "kto?feedbak_name=x         | feedbak_name        | did you mean feedback_name",
        "kto?rules.min_raters=0     | rules.min_raters    | at least 1",
        "kto?rules.min_raters=many  | rules.min_raters    | must be",
        "kto?rules.min_rater=1      | rules.min_rater     | min_raters",
        "kto?rules=7                | rules               | must be a JSON object",
        "kto?rules.names.x=7        | rules.names         | must be",
        "kto?polarity=GOOD          | polarity            | must be of",
        "kto?search=%22             | search              | search",
      })
  void whatIsWrongIsNamed(String path, String member, String message) {
    Api.Answer answer = api.get("/api/v1/datasets/" + path).expect(422);
    assertThat(answer.json().at("/error/details/0/path").asText()).isEqualTo(member);
    assertThat(answer.json().at("/error/message").asText()).contains(message);
  }

  private String post(String lines) {
    return api.postEvents(lines).expect(202).json().get("receipt").asText();
  }

  private List<String> rows(String path) {
    return api.get("/api/v1/datasets/" + path).expect(200).raw().body().lines().toList();
  }

  private HttpResponse<byte[]> bytes(String path) throws Exception {
    URI uri = URI.create(api.base() + "/api/v1/datasets/" + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri).header("X-Threadmark-Project", project).build();
    return http.send(request, BodyHandlers.ofByteArray());
  }
}
