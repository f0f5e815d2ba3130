package io.threadmark.standalone.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.standalone.cli.CommandFailedException;
import io.threadmark.standalone.cli.InputFile;
import io.threadmark.standalone.cluster.Loopback;
import io.threadmark.standalone.load.FakeGateway.Request;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path folder;
  private FakeGateway gateway;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final LoadReport report = new LoadReport(new PrintStream(printed, true));

  @BeforeEach
  void start() throws IOException {
    gateway = new FakeGateway();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void linesGoInBatchesAndBlankOnesAreLeftOut() throws Exception {
    load("{\"a\":1}\n\n{\"a\":2}\r\n  \n{\"a\":3}", 2);

    assertThat(gateway.requests())
        .extracting(Request::body)
        .containsExactlyInAnyOrder("{\"a\":1}\n{\"a\":2}\r\n", "{\"a\":3}\n");
    assertThat(report.rejected()).isZero();
    assertThat(report.line()).startsWith("3 events in ");
  }

  @Test
  void aBatchIsRepeatedUnchangedUntilItIsTaken() throws Exception {
    gateway.then(503, "").then(429, "{}").then(503, "busy");

    load("{\"a\":1}\n{\"a\":2}\n", 10);

    assertThat(gateway.requests()).hasSize(4);
    assertThat(gateway.requests()).containsOnly(gateway.requests().get(0));
    assertThat(gateway.requests().get(0).idempotencyKey()).hasSize(32);
  }

  @Test
  void equalBatchesAtDifferentPlacesHaveDifferentKeysAndKeepThem() throws Exception {
    load("{\"a\":1}\n{\"a\":1}\n", 1);
    load("{\"a\":1}\n{\"a\":1}\n", 1);

    assertThat(gateway.requests()).extracting(Request::idempotencyKey).hasSize(4);
    assertThat(gateway.requests().stream().map(Request::idempotencyKey).distinct()).hasSize(2);
  }

  @Test
  void whatIsRejectedIsToldByItsLine() throws Exception {
    gateway.then(
        207,
        "{\"accepted\":1,\"rejected\":[{\"index\":1,\"code\":\"invalid_field\",\"path\":\"value\",\"message\":\"must be …\"}]}");

    load("{\"a\":1}\n\n\n{\"a\":2}\n", 10);

    assertThat(report.rejected()).isEqualTo(1);
    assertThat(printed()).isEqualTo("line 4: invalid_field at value: must be …\n");
  }

  @Test
  void aBodyThatIsRefusedAsAWholeIsToldForEachLine() throws Exception {
    gateway.then(400, "{\"error\":{\"code\":\"unreadable\",\"message\":\"not UTF-8\"}}");

    load("{\"a\":1}\n{\"a\":2}\n", 10);

    assertThat(report.rejected()).isEqualTo(2);
    assertThat(printed()).contains("line 1: ", "line 2: ", "400 not UTF-8");
  }

  @Test
  void aRejectedBatchIsToldByItsItems() throws Exception {
    gateway.then(
        422,
        "{\"error\":{\"message\":\"all rejected\"},\"rejected\":[{\"index\":0,\"code\":\"c\",\"message\":\"m\"}]}");

    load("{\"a\":1}\n", 10);

    assertThat(printed()).isEqualTo("line 1: c: m\n");
  }

  @Test
  void whatNoRetryCanMendEndsTheLoad() {
    gateway.then(401, "{\"error\":{\"message\":\"no such key\"}}");

    assertThatThrownBy(() -> load("{\"a\":1}\n", 10))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("line 1")
        .hasMessageContaining("401 no such key");
    assertThat(gateway.requests()).hasSize(1);
  }

  @Test
  void aGatewayThatDoesNotAnswerIsGivenUp() {
    URI nowhere = URI.create("http://127.0.0.1:" + Loopback.freePorts(1).get(0));
    EventsClient client = new EventsClient(nowhere, Optional.empty(), Duration.ofMillis(300));

    assertThatThrownBy(() -> new Load(client, report, 1).run(stream("{\"a\":1}\n"), 1))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("gave up")
        .hasMessageContaining(nowhere.toString());
  }

  @Test
  void theKeyIsSent() throws Exception {
    EventsClient client = new EventsClient(gateway.address(), Optional.of("k1"), PATIENCE);

    new Load(client, report, 1).run(stream("{\"a\":1}\n"), 1);

    assertThat(gateway.requests().get(0).authorization()).isEqualTo("Bearer k1");
  }

  @Test
  void aGzippedFileIsReadWhateverItsName() throws IOException {
    Path file = folder.resolve("events.ndjson");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("{\"a\":1}\n".getBytes(StandardCharsets.UTF_8));
    }

    try (InputStream in = InputFile.open(file.toString())) {
      assertThat(in).hasContent("{\"a\":1}\n");
    }
    assertThatThrownBy(() -> InputFile.open(folder.resolve("none").toString()))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("there is no file");
  }

  private void load(String events, int batch) throws IOException, InterruptedException {
    EventsClient client = new EventsClient(gateway.address(), Optional.empty(), PATIENCE);
    new Load(client, report, 2).run(stream(events), batch);
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
