package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.schema.LabeledThread;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import io.threadmark.testkit.Command;
import io.threadmark.testkit.Distribution;
import io.threadmark.testkit.FreePort;
import io.threadmark.testkit.Metrics;
import io.threadmark.testkit.RoleProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/threadmark export --follow} as an operator runs it, and as it is killed. */
@ExtendWith(SharedThreadmark.class)
class ContinuousExportIT {
  private static final int THREADS = 40;
  private static final int KILLS = 2;
  private static final String SECRET = "whatnobodymustread";

  @TempDir Path folder;
  private final Threadmark threadmark = SharedThreadmark.threadmark();
  private final String project = "p-" + UUID.randomUUID();
  private final Api api = threadmark.api().in(project);
  private int said;

  @BeforeEach
  void install() throws Exception {
    Distribution.install(folder);
  }

  @Test
  void whoIsKilledAmidWritingExportsEachChangeOnceAndErasureLeavesNothing() throws Exception {
    ExportFolder killed = new ExportFolder(folder.resolve("killed"));
    for (int kill = 0; kill < KILLS; kill++) {
      long before = killed.sequence();
      try (RoleProcess export = follow(killed, "work", "--file", "jsonl", "--part-rows", "3")) {
        Await.until(
            "it exports",
            () -> {
              say();
              return killed.sequence() > before + 3;
            });
        export.kill();
      }
      killed.requireWholeFiles();
      assertNoneTwice(killed.rows());
    }
    Map<String, LabeledThread> last = sayTheLast();
    exportAll(killed, "--file", "jsonl", "--part-rows", "3");
    killed.requireWholeFiles();

    ExportFolder uninterrupted = new ExportFolder(folder.resolve("uninterrupted"));
    exportAll(uninterrupted);
    assertThat(texts(killed.rows())).isEqualTo(texts(uninterrupted.rows()));
    assertNoneTwice(killed.rows());
    assertThat(killed.threads().keySet()).isEqualTo(last.keySet());
    killed
        .threads()
        .forEach(
            (id, row) ->
                assertThat(row.get("feedback_count").asLong())
                    .isEqualTo(last.get(id).getFeedbackCount()));

    erase(uninterrupted);
  }

  @Test
  void whoSleptWhileAnotherTookOverIsFenced() throws Exception {
    ExportFolder shared = new ExportFolder(folder.resolve("shared"));
    try (RoleProcess first = follow(shared, "work-1").awaitReady()) {
      say();
      Await.until("it has exported", () -> shared.sequence() > 1);
      first.pause();
      try (RoleProcess second = follow(shared, "work-2").awaitReady()) {
        say();
        long taken = shared.sequence();
        first.resume();
        assertThat(first.awaitEnd()).isEqualTo(1);
        assertThat(first.log()).contains("another process has taken over the export");
        say();
        Await.until("the second one goes on", () -> shared.sequence() > taken + 1);
        second.terminate();
      }
    }
    assertNoneTwice(shared.rows());
  }

  @Test
  void whileKafkaIsAwayItSaysSoAndStopsWhenItIsTold() throws Exception {
    ExportFolder nowhere = new ExportFolder(folder.resolve("nowhere"));
    try (RoleProcess export =
        follow(nowhere, "work", Map.of("kafka.bootstrap.servers", "127.0.0.1:" + FreePort.any()))) {
      Await.until(
          "it says that it waits",
          () -> new Api(export.url()).get("/readyz").expect(503).text().contains("Kafka"));
      export.terminate();
      assertThat(nowhere.root()).doesNotExist();
    }
  }

  /** A thread is erased while the export goes on; a compaction takes its last trace away. */
  private void erase(ExportFolder export) throws Exception {
    api.postEvents(feedback("the-erased", "erased", "true", SECRET)).expect(202);
    try (RoleProcess role = follow(export, "work")) {
      Await.until("it is exported", () -> export.threads().containsKey("erased"));
      assertThat(export.threads().get("erased").toString()).contains(SECRET);
      api.delete("/api/v1/threads/erased").expect(202);
      Await.until("it is gone", () -> !export.threads().containsKey("erased"));
      assertThat(texts(export.rows()).toString()).contains(SECRET);

      Map<String, ObjectNode> before = export.threads();
      Command compacted =
          Command.run(
              folder,
              Map.of(),
              "export",
              "compact",
              export.root().toString(),
              "--work",
              folder.resolve("work").toString());
      assertThat(compacted.errors()).isEmpty();
      assertThat(compacted.status()).isZero();
      assertThat(compacted.output()).contains("became");
      assertThat(export.threads()).isEqualTo(before);
      assertThat(export.rows()).hasSameSizeAs(before.keySet());
      assertThat(texts(export.rows()).toString()).doesNotContain(SECRET);
      assertThat(export.hasText(SECRET)).isFalse();
      assertThat(export.hasText("erased.")).isFalse();

      api.postEvents(feedback("after", "after", "true", "it goes on")).expect(202);
      Await.until("it goes on", () -> export.threads().containsKey("after"));
      role.terminate();
    }
  }

  /** Labels that come, change and go. */
  private void say() {
    StringBuilder events = new StringBuilder();
    for (int thread = 0; thread < THREADS; thread++) {
      said++;
      String id = "f-" + thread;
      events.append(
          said % 5 == 0
              ? "{\"type\":\"feedback\",\"feedback_id\":\"%s\",\"retracted\":true}\n".formatted(id)
              : feedback(id, "t-" + thread, Boolean.toString(said % 2 == 0), "said " + said));
    }
    api.postEvents(events.toString()).expect(202);
  }

  /** Something last of each second thread; all others lose their label. */
  private Map<String, LabeledThread> sayTheLast() {
    StringBuilder events = new StringBuilder();
    TreeSet<String> staying = new TreeSet<>();
    for (int thread = 0; thread < THREADS; thread++) {
      if (thread % 2 == 0) {
        staying.add("t-" + thread);
        events.append(feedback("last-" + thread, "t-" + thread, "true", "the last"));
      }
      events.append(
          "{\"type\":\"feedback\",\"feedback_id\":\"f-%d\",\"retracted\":true}\n"
              .formatted(thread));
    }
    api.postEvents(events.toString()).expect(202);
    try (NewestValues<LabeledThread> topic =
        NewestValues.labeledThreads(threadmark.bootstrapServers(), threadmark.deserializer())) {
      return Await.untilPresent(
          "the topic says the last",
          () -> {
            Map<String, LabeledThread> ours = new HashMap<>();
            topic
                .read()
                .forEach(
                    (key, thread) -> {
                      if (thread.getProjectId().equals(project)) {
                        ours.put(thread.getThreadId(), thread);
                      }
                    });
            boolean isLast =
                ours.keySet().equals(staying)
                    && ours.values().stream()
                        .allMatch(
                            thread ->
                                thread.getFeedback().size() == 1
                                    && thread
                                        .getFeedback()
                                        .get(0)
                                        .getRationale()
                                        .equals("the last"));
            return isLast ? ours : null;
          });
    }
  }

  /** Runs until all that the topic has is read, and stops it as operators do. */
  private void exportAll(ExportFolder to, String... options) throws Exception {
    try (RoleProcess export = follow(to, "work", options).awaitReady()) {
      Await.until("all is read", () -> isAllRead(export));
      export.terminate();
    }
  }

  private static boolean isAllRead(RoleProcess export) {
    Metrics metrics = Metrics.scrape(List.of(new Api(export.url())));
    return metrics.names().contains("threadmark_export_lag")
        && metrics.sum("threadmark_export_lag") == 0;
  }

  private RoleProcess follow(ExportFolder to, String work, String... options) {
    return follow(to, work, Map.of(), options);
  }

  private RoleProcess follow(
      ExportFolder to, String work, Map<String, String> otherSettings, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "export",
                "--follow",
                "--to",
                to.root().toString(),
                "--project",
                project,
                "--part-age",
                "1",
                "--work",
                folder.resolve(work).toString()));
    command.addAll(List.of(options));
    Map<String, String> settings = new HashMap<>();
    settings.put("kafka.bootstrap.servers", threadmark.bootstrapServers());
    settings.put("schema.registry.url", threadmark.schemaRegistryUrl());
    settings.put("java.opts", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    settings.putAll(otherSettings);
    return RoleProcess.start(folder, command, FreePort.any(), settings);
  }

  private static void assertNoneTwice(List<ObjectNode> rows) {
    assertThat(rows.stream().map(ContinuousExportIT::place)).doesNotHaveDuplicates();
  }

  private static List<String> texts(List<ObjectNode> rows) {
    return rows.stream().map(ContinuousExportIT::text).toList();
  }

  private static String place(ObjectNode row) {
    return row.get("topic_partition").asText() + "/" + row.get("topic_offset").asText();
  }

  /** Of a row that was read from Parquet columns without a value are null, in JSON they are not. */
  private static String text(ObjectNode row) {
    return row.get("operation").asText().equals("remove")
        ? place(row) + " remove " + row.get("thread_id").asText()
        : row.toString();
  }

  private static String feedback(String id, String thread, String value, String why) {
    return """
        {"type":"feedback","feedback_id":"%s","thread_id":"%s","name":"thumbs","value":%s,"rationale":"%s"}
        """
        .formatted(id, thread, value, why);
  }
}
