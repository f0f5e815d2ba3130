package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.gateway.Gateway;
import io.threadmark.processor.Processor;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Api.Answer;
import io.threadmark.testkit.Await;
import io.threadmark.testkit.Command;
import io.threadmark.testkit.Distribution;
import io.threadmark.testkit.FaultyRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Settings of projects, from the request that puts them to every instance that goes by them. */
@ExtendWith(SharedThreadmark.class)
class ProjectSettingsIT {
  private static final String PATH = "/api/v1/project";
  private static final String RATINGS =
      """
      {"accept_unknown_names":false,"feedback":{"rating":{"kind":"NUMERIC",
        "scale":{"min":1,"max":5},"polarity":{"positive_from":5,"negative_to":4}}}}
      """;
  private static final String RATING =
      "{\"type\":\"feedback\",\"thread_id\":\"h\",\"name\":\"rating\",\"value\":%s,"
          + "\"feedback_id\":\"%s\"}";

  private final Threadmark threadmark = SharedThreadmark.threadmark();
  private final String project = "settings-" + UUID.randomUUID();
  private Api api;
  private Api other;

  @BeforeEach
  void newProjects() {
    api = threadmark.api().in(project);
    other = threadmark.api().in(project + "-other");
  }

  @Test
  void whatIsPutCountsAtOnceHereAndSoonEverywhereAndNowhereElse() {
    Answer unset = api.get(PATH);
    assertThat(unset.json().get("updated_at").isNull()).isTrue();
    try (Gateway second = threadmark.anotherGateway(Map.of())) {
      Api elsewhere = new Api("http://127.0.0.1:" + second.port()).in(project);
      Await.until("the second is ready", () -> elsewhere.get("/readyz").status() == 200);

      Answer put = api.put(PATH, RATINGS);
      assertThat(put.status()).as(put.text()).isEqualTo(200);
      assertThat(api.get(PATH).json()).isEqualTo(put.json());
      assertRefused(api.post("/api/v1/events", RATING.formatted("6", "f")), "value");
      Await.until("it is told", () -> elsewhere.get(PATH).json().equals(put.json()));
      assertRefused(elsewhere.post("/api/v1/events", RATING.formatted("6", "f")), "value");
    }
    assertThat(other.get(PATH).json().get("updated_at").isNull()).isTrue();
    assertThat(other.post("/api/v1/events", RATING.formatted("6", "f")).status()).isEqualTo(202);
  }

  @Test
  void whatBreaksThemIsRefusedByItsPathAndTheRestOfItsBatchIsTaken() {
    api.put(PATH, RATINGS);

    assertRefused(api.post("/api/v1/feedback", "{\"thread_id\":\"h\",\"value\":1}"), "name");
    assertRefused(api.post("/api/v1/events", RATING.formatted("\"5\"", "f")), "value");
    assertRefused(api.post("/api/v1/events", RATING.formatted("5,\"kind\":\"TEXT\"", "f")), "kind");
    assertRefused(
        api.post("/api/v1/events", RATING.formatted("5,\"scale\":{\"min\":0,\"max\":5}", "f")),
        "scale");
    Answer lines =
        api.post(
            "/api/v1/events",
            "application/x-ndjson",
            RATING.formatted("5", "f1") + "\n" + RATING.formatted("0", "f2"));
    assertThat(lines.status()).isEqualTo(207);
    assertThat(lines.json().at("/rejected/0/path").asText()).isEqualTo("value");
    assertThat(lines.json().at("/rejected/0/index").asInt()).isEqualTo(1);
  }

  @Test
  void wrongSettingsChangeNothing() {
    Answer put = api.put(PATH, RATINGS);
    String wrong = "{\"feedback\":{\"rating\":{\"scale\":{\"min\":5,\"max\":1}}}}";

    assertRefused(api.put(PATH, wrong), "feedback.rating.scale.min");
    assertThat(api.get(PATH).json()).isEqualTo(put.json());
  }

  @Test
  void whatWasAcceptedStaysAndWhatComesHasItsOwnPolarity() {
    String before = RATING.formatted("4,\"scale\":{\"min\":0,\"max\":5}", "before");
    assertThat(api.post("/api/v1/events?wait_ms=10000", before).status()).isEqualTo(202);
    api.put(PATH, RATINGS);
    api.post("/api/v1/events?wait_ms=10000", RATING.formatted("4", "after"));

    assertThat(api.get("/api/v1/feedback/before").json().get("polarity").asText())
        .isEqualTo("POSITIVE");
    assertThat(api.get("/api/v1/feedback/before").json().at("/scale/min").asInt()).isZero();
    assertThat(api.get("/api/v1/feedback/after").json().get("polarity").asText())
        .isEqualTo("NEGATIVE");
    assertThat(api.get("/api/v1/feedback/after").json().at("/scale/max").asInt()).isEqualTo(5);
    assertThat(api.delete("/api/v1/feedback/before").status()).isEqualTo(202);
  }

  @Test
  void aProjectLetsGoOfItsOwnOldThings() {
    String old =
        """
        [{"type":"message","thread_id":"h","role":"user","timestamp":"%1$s"},
         {"type":"trace","trace_id":"t","thread_id":"h","timestamp":"%1$s"},
         {"type":"feedback","feedback_id":"f","trace_id":"t","value":true,"timestamp":"%1$s"},
         {"type":"message","thread_id":"new","role":"user"}]
        """
            .formatted(Instant.now().minus(Duration.ofDays(3)));
    for (Api each : new Api[] {api, other}) {
      assertThat(each.post("/api/v1/events?wait_ms=10000", old).status()).isEqualTo(202);
      assertThat(each.get("/api/v1/threads/h").status()).isEqualTo(200);
    }

    assertThat(api.put(PATH, "{\"retention_days\":2}").status()).isEqualTo(200);
    for (String path : new String[] {"threads/h", "traces/t", "feedback/f"}) {
      Await.until(path + " goes", () -> api.get("/api/v1/" + path).status() == 404);
      assertThat(other.get("/api/v1/" + path).status()).isEqualTo(200);
    }
    assertThat(api.get("/api/v1/threads/new").status()).isEqualTo(200);
    assertThat(api.post("/api/v1/events", old).json().at("/rejected/0/path").asText())
        .isEqualTo("timestamp");
  }

  @Test
  void whoeverStartsKnowsTheSettingsThatThereAre() {
    Answer put = api.put(PATH, "{\"retention_days\":2,\"tag_keys\":[\"env\"]}");
    try (Gateway again = threadmark.anotherGateway(Map.of());
        Processor anew = threadmark.anotherApplication("settings-" + UUID.randomUUID())) {
      Api gateway = new Api("http://127.0.0.1:" + again.port()).in(project);
      Await.until("it is ready", () -> gateway.get("/readyz").status() == 200);
      assertThat(gateway.get(PATH).json()).isEqualTo(put.json());
      Api processor = new Api("http://127.0.0.1:" + anew.port());
      Await.until("it is ready", () -> processor.get("/readyz").status() == 200);
    }
  }

  @Test
  void aProcessorThatCannotReadSettingsWithoutTheRegistryWaitsForIt() throws Exception {
    api.put(PATH, "{\"retention_days\":2}");
    try (FaultyRegistry registry = new FaultyRegistry(threadmark.schemaRegistryUrl())) {
      registry.goAway();
      String id = "settings-" + UUID.randomUUID();
      try (Processor anew =
          threadmark.anotherApplication(id, Map.of("schema.registry.url", registry.url()))) {
        Api processor = new Api("http://127.0.0.1:" + anew.port());
        Await.until(
            "it says what it waits for",
            () -> processor.get("/readyz").text().contains("settings of projects cannot be read"));
        assertThat(processor.get("/livez").status()).isEqualTo(200);

        registry.recover();
        Await.until("it is ready", () -> processor.get("/readyz").status() == 200);
      }
    }
  }

  @Test
  void theCommandLinePutsAndShowsThem(@TempDir Path folder) throws Exception {
    Distribution.install(folder);
    Path file = Files.writeString(folder.resolve("settings.json"), RATINGS);
    String[] where = {"--project", project, "--gateway", threadmark.gatewayUrl()};

    Command set = run(folder, where, "project", "set", file.toString());
    assertThat(set.status()).as(set.errors()).isZero();
    assertThat(set.output()).contains(project);
    Command get = run(folder, where, "project", "get");
    assertThat(get.status()).as(get.errors()).isZero();
    assertThat(Api.JSON.readTree(get.output())).isEqualTo(api.get(PATH).json());

    Files.writeString(file, "{\"feedback\":{\"n\":{\"kind\":\"SMELL\"}}}");
    Command wrong = run(folder, where, "project", "set", file.toString());
    assertThat(wrong.status()).isEqualTo(1);
    assertThat(wrong.errors()).contains("422", "feedback.n.kind");
    assertThat(run(folder, where, "project", "put").status()).isEqualTo(2);
  }

  private static Command run(Path folder, String[] where, String... arguments) throws Exception {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + where.length);
    System.arraycopy(where, 0, all, arguments.length, where.length);
    return Command.run(folder, Map.of(), all);
  }

  private static void assertRefused(Answer answer, String path) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.json().at("/error/details/0/path").asText()).isEqualTo(path);
  }
}
