package io.threadmark.standalone.project;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.standalone.cli.CommandFailedException;
import io.threadmark.testkit.StubServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Settings are read and put, against a gateway that answers as it is told. */
class ProjectClientTest {
  private static final String SETTINGS = "{\"project_id\":\"é\",\"values\":[2.50,1e300]}";

  private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
  private final StubServer server = new StubServer(this::answer);
  private volatile String answer = SETTINGS;

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void settingsAreReadAsTheyAreSpelled() throws Exception {
    assertThat(client(Optional.empty(), Duration.ZERO).get().path("values").toString())
        .isEqualTo("[2.50,1E+300]");
    assertThat(requests()).containsExactly("GET /api/v1/project null null ");
  }

  @Test
  void settingsArePutForTheProjectThatIsNamedWhateverItsLetters() throws Exception {
    client(Optional.of("é/1"), Duration.ZERO).put("{}".getBytes(UTF_8));

    assertThat(requests()).containsExactly("PUT /api/v1/project Bearer k é/1 {}");
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
    assertThat(requests()).hasSize(3);
  }

  @Test
  void patienceEnds() {
    statuses.add(503);

    assertThatThrownBy(() -> client(Optional.of("p"), Duration.ZERO).get())
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("503");
  }

  private ProjectClient client(Optional<String> project, Duration patience) {
    URI gateway = URI.create(server.url() + "/");
    return new ProjectClient(gateway, project.map(name -> "k"), project, patience);
  }

  private StubServer.Answer answer(StubServer.Request request) {
    Integer status = statuses.poll();
    return StubServer.Answer.json(status == null ? 200 : status, answer);
  }

  private List<String> requests() {
    return server.requests().stream().map(ProjectClientTest::words).toList();
  }

  private static String words(StubServer.Request request) {
    String project = request.header("X-Threadmark-Project");
    return request.method()
        + " "
        + request.uri()
        + " "
        + request.header("Authorization")
        + " "
        + (project == null ? null : new String(project.getBytes(ISO_8859_1), UTF_8))
        + " "
        + request.body();
  }
}
