package io.threadmark.gateway.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.gateway.body.Packing;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Project;
import io.threadmark.testkit.Await;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings of a project over HTTP, and what they do to the events that come after. */
class ProjectAddressTest {
  private static final String PATH = "/api/v1/project";
  private static final String UNSET =
      "{\"project_id\":\"%s\",\"updated_at\":null,"
          + "\"rollup_ttl_days\":{\"minute\":7,\"hour\":400,\"day\":1826},\"retention_days\":null,"
          + "\"tag_keys\":[],\"accept_unknown_names\":true,\"feedback\":{}}";
  private static RunningGateway gateway;

  private final String project = "p-" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    gateway = RunningGateway.start();
  }

  @AfterAll
  static void close() {
    gateway.close();
  }

  @BeforeEach
  void forget() {
    gateway.producer.clear();
  }

  @Test
  void aProjectOfWhichNothingIsSaidHasTheDefaults() {
    Answer answer = gateway.send(in(gateway.to(PATH)));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.response().body()).isEqualTo(UNSET.formatted(project));
  }

  @Test
  void whatIsPutIsPublishedAndToldAndLeavesOtherProjectsAlone() {
    Instant before = Instant.now().minusMillis(1);
    Answer put = put("{\"retention_days\":30,\"feedback\":{\"n\":{\"kind\":\"TEXT\"}}}");

    assertThat(put.status()).as(put.toString()).isEqualTo(200);
    assertThat(put.json().path("retention_days").asInt()).isEqualTo(30);
    assertThat(Instant.parse(put.json().path("updated_at").asText())).isAfter(before);
    assertThat(gateway.published().map(Map.Entry::getKey)).containsExactly(project + "/p/settings");
    assertThat(gateway.producer.history())
        .extracting(record -> record.topic())
        .containsExactly("threadmark.projects");
    assertThat(gateway.published(Project.class).get(0).getRetentionDays()).isEqualTo(30);
    assertThat(gateway.send(in(gateway.to(PATH))).json()).isEqualTo(put.json());
    assertThat(gateway.get(PATH).response().body()).isEqualTo(UNSET.formatted("default"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"retention_days\":1,\"tag_keys\":[\"b\",\"a\"],\"accept_unknown_names\":false}",
        "{\"rollup_ttl_days\":{\"minute\":1,\"hour\":1,\"day\":36500}}",
        "{\"feedback\":{\"a.b\":{\"scale\":{\"min\":-0.5,\"max\":1e300}}}}",
        "{\"feedback\":{\"n\":{\"allowed_values\":[1.50,\"\\u00e9\\n\\\"\",true,[{\"a\":null}]]}}}",
        "{\"feedback\":{\"n\":{\"description\":\"d\",\"polarity\":{\"always\":\"NONE\"}}}}",
        "{\"feedback\":{\"n\":{\"polarity\":{\"values\":{\"x\":\"NEUTRAL\"},\"positive_from\":0.1}}}}"
      })
  void toPutWhatIsToldChangesNothing(String settings) {
    ObjectNode first = (ObjectNode) put(settings).json();
    ObjectNode second = (ObjectNode) put(first.toString()).json();

    second.set("updated_at", first.get("updated_at"));
    assertThat(second.toString()).isEqualTo(first.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"retention_days":0}                              | 422 | invalid_field   | retention_days
          {"feedback":{"n":{"scale":{"min":2,"max":1}}}}    | 422 | invalid_field   | feedback.n.scale.min
          {"colour":1}                                      | 422 | unknown_field   | colour
          {"project_id":"another"}                          | 403 | wrong_project   | project_id
          {"retention_days":                                | 400 | invalid_json    |
          []                                                | 422 | invalid_field   |
          """)
  void whatIsWrongIsToldAndNothingIsPublished(
      String settings, int status, String code, String path) {
    Answer answer = put(settings);

    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.path()).isEqualTo(path == null ? "" : path);
    assertThat(gateway.producer.history()).isEmpty();
  }

  @Test
  void onlyJsonOfABearableSizeIsTaken() {
    Answer lines =
        gateway.send(
            in(gateway.to(PATH))
                .header("Content-Type", "application/x-ndjson")
                .PUT(BodyPublishers.ofString("{}")));
    assertThat(lines.status()).isEqualTo(415);
    assertThat(put("").status()).isEqualTo(400);
    assertThat(put("{\"tag_keys\":[" + " ".repeat(1024 * 1024) + "]}").status()).isEqualTo(413);
    Answer other = gateway.send(in(gateway.to(PATH + "?project_id=x")));
    assertThat(other.status()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "wait_mss=5,wait_mss",
    "wait_ms=5,wait_ms",
    "a=,a",
    "project_id={p}&project_id={p},project_id"
  })
  void aParameterThatNobodyReadsIsRefused(String parameters, String path) {
    String address = PATH + "?" + parameters.replace("{p}", project);
    for (Answer answer :
        List.of(
            gateway.send(in(gateway.to(address))),
            gateway.send(in(gateway.to(address)).PUT(BodyPublishers.ofString("{}"))))) {
      assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
      assertThat(answer.path()).isEqualTo(path);
    }
    assertThat(gateway.producer.history()).isEmpty();
    assertThat(gateway.send(in(gateway.to(PATH + "?project_id=" + project))).status())
        .isEqualTo(200);
  }

  @Test
  void aPackedBodyIsUnpacked() {
    Answer answer =
        gateway.send(
            in(gateway.to(PATH))
                .header("Content-Encoding", "gzip")
                .PUT(
                    BodyPublishers.ofByteArray(
                        Packing.gzip("{\"retention_days\":3}".getBytes(UTF_8)))));

    assertThat(answer.json().path("retention_days").asInt()).isEqualTo(3);
  }

  @Test
  void eventsAreHeldToTheSettingsAtEveryAddress() {
    put(
        """
        {"accept_unknown_names":false,"feedback":{"rating":
          {"kind":"NUMERIC","scale":{"min":1,"max":5},"polarity":{"positive_from":4}}}}
        """);
    gateway.producer.clear();
    String unknown = "{\"type\":\"feedback\",\"trace_id\":\"t\",\"value\":true}";
    String wrong = "{\"type\":\"rating\",\"trace_id\":\"t\",\"value\":6}";
    String right = "{\"type\":\"rating\",\"trace_id\":\"t\",\"value\":5}";

    assertThat(post("/api/v1/events", unknown).path()).isEqualTo("name");
    assertThat(post("/api/v1/feedback", wrong).path()).isEqualTo("value");
    Answer some = post("/api/v1/feedback", "[" + right + "," + wrong + "]");
    assertThat(some.status()).as(some.toString()).isEqualTo(207);
    assertThat(some.json().path("rejected").path(0).path("path").asText()).isEqualTo("value");
    Feedback taken = gateway.published(Feedback.class).get(0);
    assertThat(taken.getPolarity()).isEqualTo("POSITIVE");
    assertThat(taken.getScale().getMax()).isEqualTo(5);
    Answer retraction = gateway.send(in(gateway.to("/api/v1/feedback/f")).DELETE());
    assertThat(retraction.status()).isEqualTo(202);
    assertThat(gateway.post("/api/v1/events", unknown).status()).isEqualTo(202);
  }

  @Test
  void aProjectDecidesHowOldEventsMayBe() {
    String event =
        "{\"thread_id\":\"h\",\"role\":\"user\",\"timestamp\":\""
            + Instant.now().minus(Duration.ofDays(10))
            + "\"}";
    assertThat(post("/api/v1/messages", event).status()).isEqualTo(202);
    put("{\"retention_days\":9}");
    assertThat(post("/api/v1/messages", event).path()).isEqualTo("timestamp");
    put("{\"retention_days\":11}");
    assertThat(post("/api/v1/messages", event).status()).isEqualTo(202);
  }

  @Test
  void aProjectMayKeepThingsLongerThanTheInstallation() {
    try (RunningGateway forgetful =
        RunningGateway.start(true, Map.of("retention.ms", "86400000"))) {
      String event =
          "{\"thread_id\":\"h\",\"role\":\"user\",\"timestamp\":\""
              + Instant.now().minus(Duration.ofDays(2))
              + "\"}";
      assertThat(forgetful.post("/api/v1/messages", event).status()).isEqualTo(422);
      forgetful.send(forgetful.to(PATH).PUT(BodyPublishers.ofString("{\"retention_days\":3}")));
      assertThat(forgetful.post("/api/v1/messages", event).status()).isEqualTo(202);
    }
  }

  @Test
  void aGatewayThatIsStartingTellsNoSettingsAndTakesNone() {
    try (RunningGateway starting =
        new RunningGateway(true, Map.of(), List.of(() -> List.of("not yet")))) {
      Answer get = starting.get(PATH);
      assertThat(get.status()).isEqualTo(503);
      assertThat(get.header("Retry-After")).isNotNull();
      Answer put = starting.send(starting.to(PATH).PUT(BodyPublishers.ofString("{}")));
      assertThat(put.status()).isEqualTo(503);
    }
  }

  @Test
  void settingsThatKafkaDoesNotAcknowledgeAreNotPut() throws Exception {
    try (RunningGateway waiting = RunningGateway.start(false, Map.of())) {
      var put = waiting.sendAsync(waiting.to(PATH).PUT(BodyPublishers.ofString("{}")));
      Await.until(
          "the settings are sent",
          () -> waiting.producer.errorNext(new IllegalStateException("gone")));
      assertThat(put.get().status()).isEqualTo(503);
      assertThat(put.get().code()).isEqualTo("unavailable");
      assertThat(put.get().header("Retry-After")).isNotNull();
    }
  }

  private Answer put(String settings) {
    return gateway.send(in(gateway.to(PATH)).PUT(BodyPublishers.ofString(settings)));
  }

  private Answer post(String path, String json) {
    return gateway.send(in(gateway.to(path)).POST(BodyPublishers.ofString(json)));
  }

  private HttpRequest.Builder in(HttpRequest.Builder request) {
    return request.header("X-Threadmark-Project", project);
  }
}
