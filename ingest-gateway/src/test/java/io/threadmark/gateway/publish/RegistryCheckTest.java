package io.threadmark.gateway.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.threadmark.schema.registry.ValueSerdes;
import io.threadmark.schema.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistryCheckTest {
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile int registerStatus = 200;
  private volatile int compatibilityStatus = 200;
  private volatile String compatibility = "BACKWARD";
  private HttpServer server;
  private RegistryCheck check;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    Settings settings = Settings.of(Map.of("schema.registry.url", url));
    check = new RegistryCheck(ValueSerdes.serializer(settings), ValueSerdes.registry(settings));
  }

  @AfterEach
  void stop() {
    server.stop(0);
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
            "POST /subjects/threadmark.erasures-value/versions",
            "PUT /config/threadmark.erasures-value",
            "POST /subjects/threadmark.projects-value/versions",
            "PUT /config/threadmark.projects-value");
    asked.clear();
    assertThat(check.problems()).isEmpty();
    assertThat(asked).isEmpty();
  }

  @Test
  void compatibility_that_is_set_already_is_left_alone() {
    compatibility = "FULL_TRANSITIVE";

    assertThat(check.problems()).isEmpty();
    assertThat(changes()).hasSize(6).noneMatch(change -> change.startsWith("PUT"));
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
    return asked.stream().filter(request -> !request.startsWith("GET")).toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    boolean register = exchange.getRequestMethod().equals("POST");
    String answer =
        "{\"id\":1,\"message\":\"because\",\"compatibilityLevel\":\"%s\"}".formatted(compatibility);
    byte[] words = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(register ? registerStatus : compatibilityStatus, words.length);
    exchange.getResponseBody().write(words);
    exchange.close();
  }
}
