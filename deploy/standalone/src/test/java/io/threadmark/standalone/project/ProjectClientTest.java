package io.threadmark.standalone.project;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.threadmark.standalone.cli.CommandFailedException;
import io.threadmark.standalone.cluster.Loopback;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Settings are read and put, against a gateway that answers as it is told. */
class ProjectClientTest {
  private static final String SETTINGS = "{\"project_id\":\"é\",\"values\":[2.50,1e300]}";

  private final Deque<Integer> statuses = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();
  private HttpServer server;
  private String answer = SETTINGS;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(Loopback.address(), 0), 0);
    server.createContext("/api/v1/project", this::handle);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void settingsAreReadAsTheyAreSpelled() throws Exception {
    assertThat(client(Optional.empty(), Duration.ZERO).get().path("values").toString())
        .isEqualTo("[2.50,1E+300]");
    assertThat(requests).containsExactly("GET null null ");
  }

  @Test
  void settingsArePutForTheProjectThatIsNamedWhateverItsLetters() throws Exception {
    client(Optional.of("é/1"), Duration.ZERO).put("{}".getBytes(UTF_8));

    assertThat(requests).containsExactly("PUT Bearer k é/1 {}");
  }

  @Test
  void whatIsWrongIsTold() {
    statuses.add(422);
    answer = "{\"error\":{\"code\":\"invalid_field\",\"message\":\"feedback.n.kind must be\"}}";

    assertThatThrownBy(() -> client(Optional.of("p"), Duration.ofMinutes(1)).put(new byte[0]))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("422 feedback.n.kind must be");
  }

  @Test
  void aGatewayThatIsStartingIsAskedAgain() throws Exception {
    statuses.addAll(List.of(503, 502, 200));

    assertThat(client(Optional.of("p"), Duration.ofMinutes(1)).get().path("project_id").asText())
        .isEqualTo("é");
    assertThat(requests).hasSize(3);
  }

  @Test
  void patienceEnds() {
    statuses.add(503);

    assertThatThrownBy(() -> client(Optional.of("p"), Duration.ZERO).get())
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("503");
  }

  private ProjectClient client(Optional<String> project, Duration patience) {
    URI gateway = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    return new ProjectClient(gateway, project.map(name -> "k"), project, patience);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String project = exchange.getRequestHeaders().getFirst("X-Threadmark-Project");
    requests.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestHeaders().getFirst("Authorization")
            + " "
            + (project == null ? null : new String(project.getBytes(ISO_8859_1), UTF_8))
            + " "
            + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    byte[] body = answer.getBytes(UTF_8);
    exchange.sendResponseHeaders(statuses.isEmpty() ? 200 : statuses.poll(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
