package io.threadmark.gateway.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.threadmark.gateway.server.Answer;
import io.threadmark.gateway.server.RunningGateway;
import io.threadmark.testkit.FreePort;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class QueryProxyTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/traces?client_request_id=r%2F1",
        "/api/v1/traces/a%2Fb",
        "/api/v1/threads/h?page_size=2",
        "/api/v1/threads/h%20%C3%A9?cursor=x",
        "/api/v1/threads/h/more",
        "/api/v1/feedback/f?wait_ms=1",
        "/api/v1/feedback/f",
        "/api/v1/erasures/e%2F1"
      })
  void queries_are_passed_on_as_they_are(String uri) {
    try (StubProcessor processor = new StubProcessor(200, "{\"rows\":[]}");
        RunningGateway gateway = with(processor.url())) {
      Answer answer = gateway.get(uri);

      assertThat(answer.toString()).isEqualTo("200 {\"rows\":[]}");
      assertThat(processor.asked())
          .extracting(StubProcessor.Asked::method, StubProcessor.Asked::uri)
          .containsExactly(tuple("GET", uri));
    }
  }

  @Test
  void the_processor_is_told_the_project_and_not_the_callers_credentials() {
    try (StubProcessor processor = new StubProcessor(200, "{}");
        RunningGateway gateway = with(processor.url())) {
      gateway.send(gateway.to("/api/v1/threads/h").header("Authorization", "Bearer secret"));
      gateway.send(gateway.to("/api/v1/threads/h").header("X-Threadmark-Project", "shop"));

      assertThat(processor.asked())
          .extracting(StubProcessor.Asked::project)
          .containsExactly("default", "shop");
      assertThat(processor.asked()).allMatch(asked -> asked.authorization() == null);
    }
  }

  @Test
  void processors_are_shown_the_secret_on_every_way() {
    String secret = "s".repeat(32);
    try (StubProcessor processor = new StubProcessor(200, "{\"visible\":true}");
        RunningGateway gateway =
            RunningGateway.start(
                true,
                Map.of(
                    "processor.url", processor.url(), "internal.secret", secret + ",x" + secret))) {
      gateway.send(gateway.to("/api/v1/threads/h").header("Authorization", "Bearer callers"));
      gateway.send(gateway.to("/api/v1/threads/h").header("authorization", "Bearer x" + secret));
      gateway.post("/api/v1/traces?wait_ms=1000", "{}");

      assertThat(processor.asked())
          .hasSize(3)
          .extracting(StubProcessor.Asked::authorization)
          .containsOnly("Bearer " + secret);
    }
  }

  @Test
  void a_processor_with_another_secret_does_not_look_like_the_callers_fault() {
    try (StubProcessor processor = new StubProcessor(401, "{}");
        RunningGateway gateway = with(processor.url())) {
      Answer answer = gateway.get("/api/v1/threads/h");

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.code()).isEqualTo("unavailable");
      assertThat(answer.toString()).contains("internal.secret");
    }
  }

  @Test
  void the_processors_own_errors_are_passed_on() {
    try (StubProcessor processor = new StubProcessor(404, "{\"error\":{\"code\":\"not_found\"}}");
        RunningGateway gateway = with(processor.url())) {
      Answer answer = gateway.get("/api/v1/traces/none");

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.code()).isEqualTo("not_found");
    }
  }

  @Test
  void several_processors_take_turns() {
    try (StubProcessor one = new StubProcessor(200, "{}");
        StubProcessor other = new StubProcessor(200, "{}");
        RunningGateway gateway = with(one.url() + ", " + other.url() + "/")) {
      for (int i = 0; i < 4; i++) {
        gateway.get("/api/v1/threads/h");
      }

      assertThat(one.asked()).hasSize(2);
      assertThat(other.asked()).hasSize(2);
    }
  }

  @Test
  void one_that_is_away_is_passed_over() throws IOException {
    try (StubProcessor processor = new StubProcessor(200, "{}");
        RunningGateway gateway = with(nobody() + "," + processor.url() + "," + nobody())) {
      for (int i = 0; i < 6; i++) {
        assertThat(gateway.get("/api/v1/threads/h").status()).isEqualTo(200);
      }
    }
  }

  @Test
  void when_all_are_away_the_answer_is_503() throws IOException {
    try (RunningGateway gateway = with(nobody() + "," + nobody())) {
      Answer answer = gateway.get("/api/v1/threads/h");

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.code()).isEqualTo("unavailable");
      assertThat(answer.header("Retry-After")).isEqualTo("1");
      assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    }
  }

  @Test
  void what_is_internal_stays_so() {
    try (StubProcessor processor = new StubProcessor(200, "{}");
        RunningGateway gateway = with(processor.url())) {
      assertThat(gateway.get("/internal/v1/visible").status()).isEqualTo(404);
      assertThat(gateway.get("/api/v1/traces/../../../internal/v1/visible").status())
          .isEqualTo(404);
      assertThat(gateway.get("/api/v1/traces/%2E%2E/%2E%2E/%2E%2E/internal/v1/visible").status())
          .isEqualTo(404);
      assertThat(processor.asked()).isEmpty();
    }
  }

  @Test
  void a_wait_asks_the_processor_with_the_receipt() {
    try (StubProcessor processor = new StubProcessor(200, "{\"visible\":true}");
        RunningGateway gateway = with(processor.url())) {
      Answer answer =
          gateway.send(
              gateway
                  .to("/api/v1/traces?wait_ms=1500")
                  .header("X-Threadmark-Project", "shop")
                  .POST(BodyPublishers.ofString("[{},{}]")));

      assertThat(answer.status()).isEqualTo(202);
      assertThat(answer.json().path("visible").asBoolean()).isTrue();
      assertThat(processor.asked())
          .containsExactly(
              new StubProcessor.Asked(
                  "POST",
                  "/internal/v1/visible?wait_ms=1500",
                  "shop",
                  null,
                  answer.json().path("receipt").asText()));
    }
  }

  @Test
  void a_wait_tells_what_became_of_each_event() {
    String told =
        """
        {"visible":false,"effects":[{"effect":"applied"},{"effect":null},
          {"effect":"dead","reason":"invalid","message":"too \\"early\\""}]}
        """;
    try (StubProcessor processor = new StubProcessor(200, told);
        RunningGateway gateway = with(processor.url())) {
      Answer answer =
          gateway.post(
              "/api/v1/events?wait_ms=10",
              "[{\"type\":\"trace\"},5,{\"type\":\"trace\"},{\"type\":\"trace\"}]");

      assertThat(answer.json().path("accepted").asInt()).isEqualTo(3);
      assertThat(answer.json().path("visible").asBoolean(true)).isFalse();
      assertThat(answer.json().path("effects").toString())
          .isEqualTo(
              "[{\"index\":0,\"effect\":\"applied\"},{\"index\":2,\"effect\":null},"
                  + "{\"index\":3,\"effect\":\"dead\",\"reason\":\"invalid\","
                  + "\"message\":\"too \\\"early\\\"\"}]");
    }
  }

  @Test
  void of_what_cannot_be_asked_no_effect_is_known() {
    try (StubProcessor processor = new StubProcessor(503, "away");
        RunningGateway gateway = with(processor.url())) {
      Answer answer = gateway.post("/api/v1/events?wait_ms=10", "[{\"type\":\"trace\"}]");

      assertThat(answer.json().path("effects").toString())
          .isEqualTo("[{\"index\":0,\"effect\":null}]");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"visible\":false}", "{}", "not json", ""})
  void what_the_processor_does_not_confirm_is_not_visible(String words) {
    try (StubProcessor processor = new StubProcessor(200, words);
        RunningGateway gateway = with(processor.url())) {
      Answer answer = gateway.post("/api/v1/traces?wait_ms=0", "{}");

      assertThat(answer.status()).isEqualTo(202);
      assertThat(answer.json().path("visible").asBoolean(true)).isFalse();
    }
  }

  private static RunningGateway with(String processors) {
    return RunningGateway.start(true, Map.of("processor.url", processors));
  }

  /** An address on which nobody listens. */
  private static String nobody() {
    return "http://127.0.0.1:" + FreePort.any();
  }
}
