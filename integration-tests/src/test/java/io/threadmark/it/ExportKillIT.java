package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A processor is killed amid exports. Once it is back they are done, as if nothing had happened;
 * and where it stays away, another one does them.
 */
@ExtendWith(SharedRegistry.class)
class ExportKillIT {
  private static final int THREADS = 400;
  private static final int EXPORTS = 5;
  private static final String REQUEST =
      "{\"format\":\"sft\",\"split\":{\"train\":0.7,\"test\":0.3}}";

  @Test
  void exportsAreDoneWhoeverIsKilled(@TempDir Path folder) throws Exception {
    try (KillableProcessors system =
        new KillableProcessors(
            folder,
            2,
            Map.of(
                "processor.exports.running", "1",
                "processor.exports.takeover.ms", "1000",
                "processor.standby.replicas", "1"))) {
      system.start(0);
      system.awaitReady(0);
      system.awaitListed(
          IntStream.range(0, 4).mapToObj(part -> system.post(conversations(part))).toList());
      ExportedPackage quiet = ExportedPackage.made(system.api(), null, REQUEST);
      assertThat(quiet.rows()).hasSize(THREADS);

      List<String> ids = askForSome(system.api());
      Await.until("one of them is done", () -> isAnyDone(system.api(), ids));
      system.kill(0);
      assertThatAllAreWhole(folder.resolve("processor-0/state-exports/packages"));
      system.start(0);
      system.awaitReady(0);
      assertAllAreTheSame(system.api(), ids, quiet);
      assertThat(files(folder.resolve("processor-0/state-exports/work"))).isEmpty();

      system.start(1);
      system.awaitReady(1);
      system.awaitMeasured(1);
      List<String> more = askForSome(system.processor(0));
      system.kill(0);
      assertAllAreTheSame(system.processor(1), notDoneBy(system.processor(1), more), quiet);
      Api.Answer away = system.processor(1).get("/api/v1/exports/" + ids.get(0) + "/file");
      assertThat(away.status()).as(away.text()).isEqualTo(503);
      assertThat(away.text()).contains("which has it, does not answer");
    }
  }

  private static List<String> askForSome(Api api) {
    return IntStream.range(0, EXPORTS).mapToObj(i -> ExportedPackage.ask(api, REQUEST)).toList();
  }

  private static boolean isAnyDone(Api api, List<String> ids) {
    return ids.stream().anyMatch(id -> state(api, id).get("state").asText().equals("DONE"));
  }

  private static JsonNode state(Api api, String id) {
    return api.get("/api/v1/exports/" + id).expect(200).json();
  }

  /** What the one that is dead had done is done, though nobody has it at the moment. */
  private static List<String> notDoneBy(Api left, List<String> ids) {
    return ids.stream()
        .filter(
            id ->
                !Await.untilPresent("it is told", () -> state(left, id))
                    .get("state")
                    .asText()
                    .equals("DONE"))
        .toList();
  }

  private static void assertAllAreTheSame(Api api, List<String> ids, ExportedPackage quiet)
      throws Exception {
    assertThat(ids).isNotEmpty();
    for (String id : ids) {
      ExportedPackage.await(api, id, "DONE");
      assertThat(ExportedPackage.take(api, null, id).content()).isEqualTo(quiet.content());
    }
  }

  private static void assertThatAllAreWhole(Path packages) throws Exception {
    for (Path file : files(packages)) {
      try (java.util.zip.ZipFile zip = new java.util.zip.ZipFile(file.toFile())) {
        assertThat(zip.getEntry("manifest.json")).as(file.toString()).isNotNull();
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static String conversations(int part) {
    return IntStream.range(part * THREADS / 4, (part + 1) * THREADS / 4)
        .mapToObj(
            number ->
                """
                {"type":"message","thread_id":"th%1$d","message_id":"m1","role":"user","content":"question %1$d","timestamp":"2026-01-01T00:00:00Z"}
                {"type":"message","thread_id":"th%1$d","message_id":"m2","role":"assistant","content":"answer %1$d","timestamp":"2026-01-01T00:00:01Z"}
                {"type":"feedback","feedback_id":"f%1$d","thread_id":"th%1$d","message_id":"m2","name":"thumbs","value":true,"timestamp":"2026-01-01T00:00:02Z"}
                """
                    .formatted(number))
        .collect(Collectors.joining());
  }
}
