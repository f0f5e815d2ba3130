package io.threadmark.standalone.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.threadmark.standalone.cli.CommandFailedException;
import io.threadmark.standalone.cli.Console;
import io.threadmark.standalone.cluster.GatewayClient;
import io.threadmark.testkit.StubServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An export is waited for and brought here, from a gateway that answers as it is told. */
class ExportClientTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONTENT = "0123456789".repeat(100);

  @TempDir private Path folder;

  private final Queue<StubServer.Answer> answers = new ConcurrentLinkedQueue<>();
  private final StubServer gateway = new StubServer(request -> answers.poll());
  private final ExportClient client =
      new ExportClient(
          new GatewayClient(
              URI.create(gateway.url()),
              Optional.empty(),
              Optional.of("p"),
              Duration.ofMinutes(1)));

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void whatIsAskedAgainIsTheSameExport() throws Exception {
    answers.add(StubServer.Answer.json(503, ""));
    answers.add(StubServer.Answer.json(202, "{\"export_id\":\"e1\"}"));

    assertThat(client.begin(JSON.readTree("{\"format\":\"sft\"}"))).isEqualTo("e1");
    List<String> keys =
        gateway.requests().stream().map(request -> request.header("Idempotency-Key")).toList();
    assertThat(keys).hasSize(2).doesNotContainNull();
    assertThat(keys.get(1)).isEqualTo(keys.get(0));
    assertThat(gateway.requests().get(1).body()).isEqualTo("{\"format\":\"sft\"}");
    assertThat(gateway.requests().get(1).header("X-Threadmark-Project")).isEqualTo("p");
  }

  @Test
  void itIsWaitedForUntilItIsDone() throws Exception {
    answer("QUEUED", "");
    answer("RUNNING", "");
    answer("DONE", ",\"package\":{\"bytes\":7}");

    assertThat(await().path("bytes").asInt()).isEqualTo(7);
    assertThat(gateway.requests()).hasSize(3);
  }

  @Test
  void whyThereIsNoPackageIsTold() {
    answer("FAILED", ",\"error\":{\"code\":\"storage\",\"message\":\"the disk is full\"}");
    answer("CANCELLED", "");
    answer("DONE", ",\"package\":null,\"package_gone\":\"it was deleted\"");

    for (String reason : List.of("the disk is full", "was cancelled", "it was deleted")) {
      assertThatThrownBy(this::await)
          .isInstanceOf(CommandFailedException.class)
          .hasMessageContaining(reason);
    }
  }

  @Test
  void aDownloadThatBreaksOffIsGoneOnWith() throws Exception {
    part(0, 600);
    answers.add(StubServer.Answer.json(503, ""));
    part(600, 1_000);
    Path file = folder.resolve("package.zip");

    client.download("e1", made(sha256(CONTENT)), file);
    assertThat(file).hasContent(CONTENT);
    assertThat(gateway.requests().stream().map(request -> request.header("Range")))
        .containsExactly("bytes=0-", "bytes=600-", "bytes=600-");
  }

  @Test
  void otherBytesThanThoseThatWereMadeAreRefused() {
    part(0, 1_000);

    assertThatThrownBy(
            () -> client.download("e1", made(sha256(CONTENT + "!")), folder.resolve("package.zip")))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("SHA-256");
  }

  private JsonNode await() throws InterruptedException {
    return new ExportWait(
            client, new Console(new PrintStream(new ByteArrayOutputStream(), true), false))
        .await("e1");
  }

  private void answer(String state, String more) {
    answers.add(StubServer.Answer.json(200, "{\"state\":\"" + state + "\"" + more + "}"));
  }

  private void part(int from, int to) {
    answers.add(new StubServer.Answer(206, Map.of(), CONTENT.substring(from, to)));
  }

  private static JsonNode made(String sha256) {
    return JSON.createObjectNode().put("bytes", CONTENT.length()).put("sha256", sha256);
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }
}
