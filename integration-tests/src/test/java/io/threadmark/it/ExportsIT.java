package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.it.TopicalChat.Conversation;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import io.threadmark.testkit.Command;
import io.threadmark.testkit.Distribution;
import io.threadmark.testkit.Metrics;
import io.threadmark.testkit.Signals;
import io.threadmark.testkit.StubServer;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Exports through the gateway, behind which two processors take turns: what one of them makes, the
 * other tells, cancels and gives away.
 */
@ExtendWith(SharedThreadmark.class)
class ExportsIT {
  private static final int CONVERSATIONS = 30;
  private static final int BATCH = 200;

  private final String project = "exports-" + UUID.randomUUID();
  private final Threadmark threadmark = SharedThreadmark.threadmark();
  private final Api api = threadmark.api().in(project);

  @Test
  void realConversationsAreExportedWholeAndTheSameEachTime() throws Exception {
    List<Conversation> conversations = topicalChat();
    StringBuilder events = new StringBuilder();
    long pieces = 0;
    for (int i = 0; i < conversations.size(); i++) {
      TopicalChat.events(i, conversations.get(i))
          .forEach(event -> events.append(event).append('\n'));
      pieces += conversations.get(i).ratedTurns() + conversations.get(i).ratings().size();
    }
    awaitListed(events.toString());
    String request =
        "{\"format\":\"feedback\",\"split\":{\"train\":0.8,\"validation\":0.1,\"test\":0.1,\"salt\":\"s\"}}";

    ExportedPackage first = ExportedPackage.made(api, project, request);
    ExportedPackage second = ExportedPackage.made(api, project, request);
    assertThat(second.zip()).isEqualTo(first.zip());
    JsonNode manifest = first.manifest();
    assertThat(manifest.get("rows").asLong()).isEqualTo(pieces);
    Set<String> ids =
        first.rows().stream()
            .map(row -> row.get("feedback_id").asText())
            .collect(Collectors.toSet());
    assertThat(ids).hasSize(Math.toIntExact(pieces));
    assertThat(manifest.at("/source/threads").asInt()).isEqualTo(conversations.size());
    assertThat(manifest.at("/snapshot/positions")).hasSize(Threadmark.PARTITIONS);
    assertThat(manifest.at("/snapshot/topic").asText()).endsWith("-threads-changelog");
    assertThat(manifest.get("redaction").isNull()).isTrue();
    assertThat(manifest.get("version").asText()).isNotBlank().doesNotContain("$");
    assertThat(first.files().keySet())
        .contains("data/train-00000.jsonl", "data/test-00000.jsonl", "README.md");

    JsonNode listed = api.get("/api/v1/exports").expect(200).json().get("rows");
    assertThat(listed).hasSize(2);
    assertThat(listed.get(0).get("created_at").asText())
        .isGreaterThanOrEqualTo(listed.get(1).get("created_at").asText());
    assertThat(api.get("/api/v1/exports?page_size=1").json().get("rows")).hasSize(1);
  }

  @Test
  void aPackageIsGivenAwayByEitherInstanceWholeOrInParts() throws Exception {
    awaitListed(conversations("", 20));
    String id = ExportedPackage.ask(api, "{\"format\":\"kto\",\"name\":\"Dés & co\"}");
    JsonNode made = ExportedPackage.await(api, id, "DONE").get("package");
    String sha256 = made.get("sha256").asText();
    String digest = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256));
    String path = "/api/v1/exports/" + id + "/file";

    List<Api> instances = new ArrayList<>(threadmark.processors());
    instances.add(threadmark.api());
    for (Api instance : instances) {
      HttpResponse<byte[]> whole = ExportedPackage.get(instance, project, id, null);
      assertThat(whole.statusCode()).isEqualTo(200);
      assertThat(ExportedPackage.sha256(whole.body())).isEqualTo(sha256);
      assertThat(header(whole, "Content-Type")).isEqualTo("application/zip");
      assertThat(header(whole, "Content-Length")).isEqualTo(made.get("bytes").asText());
      assertThat(header(whole, "Digest")).isEqualTo("sha-256=" + digest);
      assertThat(header(whole, "Repr-Digest")).isEqualTo("sha-256=:" + digest + ":");
      assertThat(header(whole, "Content-Disposition"))
          .isEqualTo(
              "attachment; filename=\"D_s - co.zip\"; filename*=UTF-8''D%C3%A9s%20-%20co.zip");

      HttpResponse<byte[]> part = ExportedPackage.get(instance, project, id, "bytes=10-19");
      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(header(part, "Content-Range")).isEqualTo("bytes 10-19/" + made.get("bytes"));
      assertThat(part.body()).isEqualTo(java.util.Arrays.copyOfRange(whole.body(), 10, 20));
      assertThat(ExportedPackage.get(instance, project, id, "bytes=99999999-").statusCode())
          .isEqualTo(416);
      assertThat(instance.in(project + "-other").get(path).status()).isEqualTo(404);
    }
    assertThat(Metrics.scrape(threadmark.processors()).sum("threadmark_exports_finished_total"))
        .isPositive();
  }

  @Test
  void whatIsAskedForWithAReceiptIsInThePackage() throws Exception {
    String receipt = api.postEvents(conversation("", 1)).expect(202).json().get("receipt").asText();
    JsonNode asked =
        api.post("/api/v1/exports?wait_for=" + receipt, "{\"format\":\"sft\"}").expect(202).json();
    String id = asked.get("export_id").asText();
    ExportedPackage.await(api, id, "DONE");

    List<JsonNode> rows = ExportedPackage.take(api, project, id).rows();
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).at("/completion/0/content").asText()).isEqualTo("answer 1");
  }

  @Test
  void filtersAndRulesChooseWhatIsExported() throws Exception {
    awaitListed(conversations("", 6));
    ExportedPackage some =
        ExportedPackage.made(
            api,
            project,
            """
            {"format":"feedback","filters":{"ids":["th1","th2","th5"],"feedback_name":"thumbs"},
             "rules":{"exclude_raters":["rater2"]}}
            """);

    assertThat(some.rows().stream().map(row -> row.get("thread_id").asText()))
        .containsExactlyInAnyOrder("th1", "th5");
    assertThat(some.manifest().at("/filters/ids/0").asText()).isEqualTo("th1");
    assertThat(some.manifest().at("/rules/exclude_raters/0").asText()).isEqualTo("rater2");
    assertThat(some.manifest().at("/dropped/excluded_rater").asInt()).isEqualTo(1);
  }

  @Test
  void anEmptyPackageIsAPackage() throws Exception {
    ExportedPackage empty = ExportedPackage.made(api, project, "{\"format\":\"sft\"}");

    assertThat(empty.rows()).isEmpty();
    assertThat(empty.manifest().get("empty_because").asText())
        .isEqualTo("no thread passed the filters");
  }

  @Test
  void anExportIsOfItsProjectAlone() {
    String id = ExportedPackage.ask(api, "{\"format\":\"sft\"}");
    Api other = threadmark.api().in(project + "-other");
    String path = "/api/v1/exports/" + id;

    assertThat(other.get(path).status()).isEqualTo(404);
    assertThat(other.delete(path).status()).isEqualTo(404);
    assertThat(other.post(path + "/retry", "").status()).isEqualTo(404);
    assertThat(other.get(path + "/file").status()).isEqualTo(404);
    assertThat(other.get("/api/v1/exports").json().get("rows")).isEmpty();
    ExportedPackage.await(api, id, "DONE");
  }

  @Test
  void aPackageIsRemovedAndMadeAnew() throws Exception {
    awaitListed(conversations("", 3));
    String id = ExportedPackage.ask(api, "{\"format\":\"sft\"}");
    ExportedPackage.await(api, id, "DONE");
    byte[] first = ExportedPackage.take(api, project, id).zip();
    String path = "/api/v1/exports/" + id;
    Api.Answer refused = api.post(path + "/retry", "").expect(422);
    assertThat(refused.json().at("/error/code").asText()).isEqualTo("conflict");

    JsonNode deleted = api.delete(path).expect(200).json();
    assertThat(deleted.get("state").asText()).isEqualTo("DONE");
    assertThat(deleted.get("package").isNull()).isTrue();
    assertThat(deleted.get("package_gone").asText()).isEqualTo("it was deleted");
    assertThat(api.get(path + "/file").expect(404).text()).contains("it was deleted");

    assertThat(api.post(path + "/retry", "").expect(202).json().get("export_id").asText())
        .isEqualTo(id);
    ExportedPackage.await(api, id, "DONE");
    assertThat(ExportedPackage.take(api, project, id).zip()).isEqualTo(first);
  }

  @Test
  void anExportIsCancelledWhicheverInstanceIsAsked() {
    awaitListed(conversations("", 10));
    // More than all instances make at a time, so that some wait.
    List<String> ids =
        IntStream.range(0, 12)
            .mapToObj(
                i -> ExportedPackage.ask(api, "{\"format\":\"threads\",\"file\":\"parquet\"}"))
            .toList();
    int cancelled = 0;
    for (String id : ids) {
      JsonNode told = api.delete("/api/v1/exports/" + id).expect(200).json();
      assertThat(told.get("state").asText()).isIn("CANCELLED", "DONE");
      assertThat(told.get("package").isNull()).isTrue();
      cancelled += told.get("state").asText().equals("CANCELLED") ? 1 : 0;
    }
    assertThat(cancelled).as("cancelled before they were done").isPositive();
    for (String id : ids) {
      JsonNode later = api.get("/api/v1/exports/" + id).expect(200).json();
      assertThat(later.get("package").isNull()).isTrue();
    }
  }

  @Test
  void anExportTellsWhatChangedAgainstAFormerOneWhicheverInstanceIsAsked() throws Exception {
    awaitListed(conversations("", 4));
    String former = ExportedPackage.ask(api, "{\"format\":\"kto\"}");
    ExportedPackage.await(api, former, "DONE");
    for (Api instance : threadmark.processors()) {
      ExportedPackage compared =
          ExportedPackage.made(
              instance.in(project),
              project,
              """
              {"format":"kto","against":"%s",
               "rules":{"policy":{"polarity":{"thumbs":{"always":"NEGATIVE"}}}}}
              """
                  .formatted(former));
      assertThat(compared.rows()).hasSize(4).noneMatch(row -> row.get("label").asBoolean());
      JsonNode changes = Api.JSON.readTree(compared.files().get("report/changes.json"));
      assertThat(changes.at("/rows/former").asInt()).isEqualTo(4);
      assertThat(changes.at("/rows/unchanged").asInt()).isZero();
    }
    api.post("/api/v1/exports", "{\"format\":\"sft\",\"against\":\"%s\"}".formatted(former))
        .expect(422);
    api.delete("/api/v1/exports/" + former).expect(200);
    api.post("/api/v1/exports", "{\"format\":\"kto\",\"against\":\"%s\"}".formatted(former))
        .expect(422);
  }

  @Test
  void aKeyThatComesAgainIsTheSameExport() throws Exception {
    HttpResponse<String> first = askWithKey("{\"format\":\"sft\"}");
    HttpResponse<String> again = askWithKey("{\"file\":\"jsonl\",\"format\":\"sft\"}");
    HttpResponse<String> another = askWithKey("{\"format\":\"kto\"}");

    assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
    assertThat(Api.JSON.readTree(again.body()).get("export_id"))
        .isEqualTo(Api.JSON.readTree(first.body()).get("export_id"));
    assertThat(another.statusCode()).isEqualTo(422);
    assertThat(another.body()).contains("conflict").contains("Idempotency-Key");
  }

  private HttpResponse<String> askWithKey(String body) throws Exception {
    return java.net.http.HttpClient.newHttpClient()
        .send(
            java.net.http.HttpRequest.newBuilder(
                    java.net.URI.create(threadmark.gatewayUrl() + "/api/v1/exports"))
                .header("X-Threadmark-Project", project)
                .header("Idempotency-Key", "k-" + project)
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"format\":\"sftt\"} | 422 | format",
        "{\"format\":\"sft\",\"filters\":{\"feedbak_name\":\"x\"}} | 422 | filters.feedbak_name",
        "{\"format\":\"sft\",\"rules\":{\"min_raters\":0}} | 422 | rules.min_raters",
        "{\"format\":\"sft\",\"against\":\"nobody\"} | 422 | against",
        "{\"format\":\"sft\",\"split\":{\"train\":0.5}} | 422 | split.train",
        "{\"format\": | 400 | JSON"
      })
  void whatIsWrongIsTold(String body, int status, String told) {
    Api.Answer answer = api.post("/api/v1/exports", body).expect(status);

    assertThat(answer.json().at("/error/message").asText()).contains(told);
    assertThat(api.get("/api/v1/exports").json().get("rows")).isEmpty();
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() {
    String body = "{\"format\":\"sft\",\"name\":\"" + "x".repeat(2_000_000) + "\"}";

    assertThat(api.post("/api/v1/exports", body).expect(413).text()).contains("too_large");
  }

  @Test
  void theCommandPutsADatasetIntoAFolder(@TempDir Path folder) throws Exception {
    Distribution.install(folder);
    awaitListed(conversations("", 10));

    Command done = export(folder, "sft", "--feedback-name", "thumbs", "--split", "50/0/50");
    assertThat(done.status()).as(done.errors()).isZero();
    Path dataset = folder.resolve("threadmark-sft");
    assertThat(done.output()).startsWith("10 rows of sft in threadmark-sft\n");
    assertThat(dataset.resolve("README.md")).exists();
    JsonNode manifest = Api.JSON.readTree(dataset.resolve("manifest.json").toFile());
    assertThat(manifest.at("/filters/feedback_name").asText()).isEqualTo("thumbs");
    for (JsonNode file : manifest.get("files")) {
      byte[] bytes = Files.readAllBytes(dataset.resolve(file.get("path").asText()));
      assertThat(ExportedPackage.sha256(bytes)).isEqualTo(file.get("sha256").asText());
    }

    Command refused = export(folder, "sft");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.errors()).contains("is not empty");
    Command wrong = export(folder, "kto", "--filter", "feedbak_name=x");
    assertThat(wrong.status()).isEqualTo(1);
    assertThat(wrong.errors())
        .contains("422 filters.feedbak_name")
        .contains("did you mean feedback_name");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .contains("threadmark-sft")
          .noneMatch(name -> name.startsWith(".threadmark-export") || name.contains("kto"));
    }
  }

  private Command export(Path folder, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("export"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("--gateway", threadmark.gatewayUrl(), "--project", project));
    return Command.run(folder, Map.of(), arguments.toArray(String[]::new));
  }

  @Test
  void whoeverInterruptsTheCommandCancelsTheExport(@TempDir Path folder) throws Exception {
    Distribution.install(folder);
    try (StubServer gateway =
        new StubServer(
            request ->
                StubServer.Answer.json(
                    request.method().equals("POST") ? 202 : 200,
                    "{\"export_id\":\"e1\",\"state\":\"RUNNING\",\"progress\":{}}"))) {
      Process command =
          Distribution.threadmark(folder, "export", "sft", "--gateway", gateway.url())
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
      try {
        Await.until(
            "it waits",
            () -> gateway.requests().stream().anyMatch(asked -> asked.method().equals("GET")));
        Signals.send("TERM", command.pid()); // INT is ignored by what was started in the background
        Await.until("it has ended", () -> !command.isAlive());
      } finally {
        command.destroyForcibly();
      }
      assertThat(gateway.requests().stream().map(asked -> asked.method() + " " + asked.uri()))
          .contains("DELETE /api/v1/exports/e1");
      assertThat(command.exitValue()).isEqualTo(143);
      try (Stream<Path> left = Files.list(folder)) {
        assertThat(left.map(path -> path.getFileName().toString()))
            .noneMatch(name -> name.startsWith(".threadmark-export"));
      }
    }
  }

  private static List<Conversation> topicalChat() throws Exception {
    SharedData.folder("topical-chat");
    return TopicalChat.read().subList(0, CONVERSATIONS);
  }

  /** Posts events, and returns once lists, and so exports, have them. */
  private void awaitListed(String events) {
    List<String> lines = events.lines().toList();
    List<String> receipts = new ArrayList<>();
    for (int from = 0; from < lines.size(); from += BATCH) {
      String batch = String.join("\n", lines.subList(from, Math.min(lines.size(), from + BATCH)));
      receipts.add(api.postEvents(batch).expect(202).json().get("receipt").asText());
    }
    for (String receipt : receipts) {
      awaitSeen("/api/v1/feedback?page_size=1&wait_for=" + receipt);
    }
    awaitSeen("/api/v1/threads/count?wait_for=" + receipts.get(receipts.size() - 1));
  }

  /** However long it takes: a system that has just started is not quick. */
  private void awaitSeen(String path) {
    Await.until("it is seen", () -> api.get(path).status() == 200);
  }

  private static String conversations(String prefix, int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> conversation(prefix, number))
        .collect(Collectors.joining());
  }

  private static String conversation(String prefix, int number) {
    return """
        {"type":"message","thread_id":"%1$sth%2$d","message_id":"m1","role":"user","content":"question %2$d","timestamp":"2026-01-01T00:00:00Z"}
        {"type":"message","thread_id":"%1$sth%2$d","message_id":"m2","role":"assistant","content":"answer %2$d","timestamp":"2026-01-01T00:00:01Z"}
        {"type":"feedback","feedback_id":"%1$sf%2$d","thread_id":"%1$sth%2$d","message_id":"m2","name":"thumbs","value":true,"source":{"type":"HUMAN","id":"rater%2$d"},"timestamp":"2026-01-01T00:00:02Z"}
        """
        .formatted(prefix, number);
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse(null);
  }
}
