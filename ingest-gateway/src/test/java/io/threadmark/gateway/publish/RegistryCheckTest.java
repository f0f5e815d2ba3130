package io.threadmark.gateway.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.schema.registry.ValueSerdes;
import io.threadmark.schema.settings.Settings;
import io.threadmark.testkit.StubServer;
import io.threadmark.testkit.StubServer.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistryCheckTest {
  private volatile int registerStatus = 200;
  private volatile int compatibilityStatus = 200;
  private volatile String compatibility = "BACKWARD";
  private StubServer server;
  private RegistryCheck check;

  @BeforeEach
  void start() {
    server = new StubServer(this::answer);
    Settings settings = Settings.of(Map.of("schema.registry.url", server.url()));
    check = new RegistryCheck(ValueSerdes.serializer(settings), ValueSerdes.registry(settings));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void every_schema_is_registered_once_and_may_only_change_compatibly() {
    assertThat(check.problems()).isEmpty();

    assertThat(changes())
        .containsExactlyInAnyOrder(
            "POST /subjects/threadmark.traces-value/versions",
            "PUT /config/threadmark.traces-value",
            "POST /subjects/threadmark.messages-value/versions",
            "PUT /config/threadmark.messages-value",
            "POST /subjects/threadmark.feedback-value/versions",
            "PUT /config/threadmark.feedback-value",
            "POST /subjects/threadmark.thread-facts-value/versions",
            "PUT /config/threadmark.thread-facts-value",
            "POST /subjects/threadmark.spans-value/versions",
            "PUT /config/threadmark.spans-value",
            "POST /subjects/threadmark.erasures-value/versions",
            "PUT /config/threadmark.erasures-value",
            "POST /subjects/threadmark.projects-value/versions",
            "PUT /config/threadmark.projects-value");
    server.requests().clear();
    assertThat(check.problems()).isEmpty();
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void compatibility_that_is_set_already_is_left_alone() {
    compatibility = "FULL_TRANSITIVE";

    assertThat(check.problems()).isEmpty();
    assertThat(changes()).hasSize(7).noneMatch(change -> change.startsWith("PUT"));
  }

  @Test
  void a_registry_that_is_away_is_asked_again() {
    registerStatus = 500;
    assertThat(check.problems()).singleElement().asString().contains("500");

    registerStatus = 200;
    assertThat(check.problems()).isEmpty();
  }

  @Test
  void a_schema_that_is_refused_is_told() {
    registerStatus = 409;

    assertThat(check.problems()).singleElement().asString().contains("409", "because");
  }

  @Test
  void compatibility_may_be_someone_elses_to_set() {
    compatibilityStatus = 403;

    assertThat(check.problems()).isEmpty();
  }

  private List<String> changes() {
    return server.requests().stream()
        .filter(request -> !request.method().equals("GET"))
        .map(request -> request.method() + " " + request.uri())
        .toList();
  }

  private Answer answer(StubServer.Request request) {
    boolean register = request.method().equals("POST");
    return Answer.json(
        register ? registerStatus : compatibilityStatus,
        "{\"id\":1,\"message\":\"because\",\"compatibilityLevel\":\"%s\"}"
            .formatted(compatibility));
  }
}
