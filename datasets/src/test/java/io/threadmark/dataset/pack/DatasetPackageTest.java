package io.threadmark.dataset.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.CancelledException;
import io.threadmark.dataset.ConversationSource;
import io.threadmark.dataset.GeneratedConversations;
import io.threadmark.dataset.Progress;
import io.threadmark.dataset.SharedConversations;
import io.threadmark.dataset.TestThread;
import io.threadmark.dataset.duplicate.NearDuplicatePlan;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.json.TextHash;
import io.threadmark.dataset.label.Rules;
import io.threadmark.dataset.row.FileKind;
import io.threadmark.dataset.split.Split;
import io.threadmark.dataset.split.SplitPlan;
import io.threadmark.schema.LabeledThread;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetPackageTest {
  @TempDir Path folder;

  @Test
  void aPackageHasDataCardManifestReportAndCroissant() throws IOException {
    Path made = make(Packages.request("kto", FileKind.JSONL, Packages.THIRDS), shared());

    assertThat(Packages.files(made).keySet())
        .containsExactly(
            "README.md",
            "croissant.json",
            "data/test-00000.jsonl",
            "data/train-00000.jsonl",
            "data/validation-00000.jsonl",
            "manifest.json",
            "report/decisions.jsonl",
            "report/quality.json",
            "report/quality.md");
    assertThat(Files.readString(made.resolve("README.md")))
        .startsWith("---\npretty_name: \"shop feedback\"\nsize_categories:\n- n<1K\n")
        .contains("  - split: validation\n    path: data/validation-*.jsonl\n");
  }

  @Test
  void theManifestTellsRowsAndChecksumOfEachFile() throws IOException {
    Path made = make(Packages.request("sft", FileKind.JSONL, Packages.THIRDS), shared());
    JsonNode manifest = Json.read(Files.readAllBytes(made.resolve("manifest.json")));

    long rows = 0;
    for (JsonNode file : manifest.path("files")) {
      byte[] bytes = Files.readAllBytes(made.resolve(file.path("path").textValue()));
      assertThat(file.path("bytes").longValue()).isEqualTo(bytes.length);
      assertThat(file.path("sha256").textValue())
          .isEqualTo(HexFormat.of().formatHex(TextHash.sha256().digest(bytes)));
      if (file.path("path").textValue().startsWith("data/")) {
        assertThat(Packages.lines(made.resolve(file.path("path").textValue())))
            .hasSize(file.path("rows").intValue());
        rows += file.path("rows").longValue();
      }
    }
    assertThat(manifest.path("rows").longValue()).isEqualTo(rows).isPositive();
    assertThat(manifest.path("filters").path("has_feedback").booleanValue()).isTrue();
    assertThat(manifest.path("snapshot").path("positions")).hasSize(2);
    assertThat(manifest.path("splits").path("salt").textValue()).isEqualTo("salt");
    assertThat(manifest.path("source").path("truncated_threads").intValue()).isEqualTo(1);
    assertThat(manifest.path("dropped").path("implicit").intValue()).isEqualTo(1);
  }

  @Test
  void whereRowsHaveNoRoomAFileOfTheSameOrderTellsWhereTheyComeFrom() throws IOException {
    Path made = make(Packages.request("openai-chat", FileKind.JSONL, SplitPlan.NONE), shared());

    List<JsonNode> rows = Packages.lines(made.resolve("data/train-00000.jsonl"));
    List<JsonNode> origins = Packages.lines(made.resolve("provenance/train-00000.jsonl"));
    assertThat(origins).hasSameSizeAs(rows);
    for (int at = 0; at < rows.size(); at++) {
      JsonNode last = rows.get(at).path("messages").path(rows.get(at).path("messages").size() - 1);
      if (origins.get(at).path("trace_id").asText().equals("t2")) {
        assertThat(last.path("content").textValue()).isEqualTo("Four minutes at 95 °C.");
      }
    }
    assertThat(origins).anyMatch(origin -> origin.path("trace_id").asText().equals("t2"));
  }

  @Test
  void theSameThreadsGiveTheSameBytes() throws IOException {
    for (FileKind kind : List.of(FileKind.JSONL, FileKind.PARQUET)) {
      PackageRequest request =
          Packages.request(
              "preference", kind, Packages.THIRDS, Rules.STANDARD, NearDuplicatePlan.STANDARD);
      Path one = make(request, generated(300), "one-" + kind.word());
      Path other = make(request, generated(300), "other-" + kind.word());

      assertThat(Packages.files(one)).isEqualTo(Packages.files(other));
      assertThat(zipped(one)).isEqualTo(zipped(other));
    }
  }

  @Test
  void anEmptyPackageIsValidAndSaysWhy() throws IOException {
    Path nothing =
        make(
            Packages.request("kto", FileKind.PARQUET, Packages.THIRDS),
            List.<LabeledThread>of().iterator(),
            "nothing");
    Path dropped =
        make(
            Packages.request("kto", FileKind.JSONL, SplitPlan.NONE),
            List.of(TestThread.of("a").trace("t").user("Hi", "t").build()).iterator(),
            "dropped");

    assertThat(manifest(nothing).path("empty_because").textValue())
        .isEqualTo("no thread passed the filters");
    assertThat(manifest(dropped).path("empty_because").textValue())
        .isEqualTo("no thread has what rows of this format are made of");
    assertThat(Files.size(dropped.resolve("data/train-00000.jsonl"))).isZero();
    assertThat(nothing.resolve("data/test-00000.parquet")).exists();
  }

  @Test
  void withoutATimeAPackageTellsThatOfItsNewestWord() throws IOException {
    Path made = make(withoutTime("threads"), shared(), "made");
    Path nothing = make(withoutTime("threads"), List.<LabeledThread>of().iterator(), "nothing");
    String newest = null;
    for (Iterator<LabeledThread> threads = shared(); threads.hasNext(); ) {
      String said = threads.next().getUpdatedAt().toString();
      newest = newest == null || said.compareTo(newest) > 0 ? said : newest;
    }

    assertThat(manifest(made).path("created_at").textValue()).isEqualTo(newest);
    assertThat(croissant(made).path("datePublished").textValue()).isEqualTo(newest);
    assertThat(manifest(nothing).path("created_at").isNull()).isTrue();
    assertThat(croissant(nothing).has("datePublished")).isFalse();
  }

  private static PackageRequest withoutTime(String format) {
    PackageRequest of = Packages.request(format, FileKind.JSONL, SplitPlan.NONE);
    PackageRequest.Context known = of.context();
    return new PackageRequest(
        of.name(),
        of.format(),
        of.fileKind(),
        of.rules(),
        of.splits(),
        of.nearDuplicates(),
        new PackageRequest.Context(
            known.filters(), known.snapshot(), known.redaction(), known.version(), null));
  }

  private static JsonNode croissant(Path made) throws IOException {
    return Json.read(Files.readAllBytes(made.resolve("croissant.json")));
  }

  @Test
  void nothingIsVisibleUntilItIsWhole() throws IOException {
    Path target = folder.resolve("package");
    Progress watching =
        new Progress() {
          @Override
          public void written(long rows, long bytes) {
            assertThat(target).doesNotExist();
          }
        };
    DatasetPackage.make(
        Packages.request("kto", FileKind.JSONL, SplitPlan.NONE),
        ConversationSource.of(shared()),
        target,
        watching);

    assertThat(target.resolve("manifest.json")).exists();
    assertThat(entries()).containsExactly(target);
  }

  @Test
  void aCancelledPackageLeavesNothing() throws IOException {
    Progress cancelling =
        new Progress() {
          private long written;

          @Override
          public void written(long rows, long bytes) {
            written = rows;
          }

          @Override
          public boolean isCancelled() {
            return written >= 2;
          }
        };

    assertThatThrownBy(
            () ->
                DatasetPackage.make(
                    Packages.request("kto", FileKind.JSONL, SplitPlan.NONE),
                    ConversationSource.of(shared()),
                    folder.resolve("package"),
                    cancelling))
        .isInstanceOf(CancelledException.class);
    assertThat(entries()).isEmpty();
  }

  @Test
  void aFailingSourceLeavesNothing() throws IOException {
    ConversationSource failing =
        new ConversationSource() {
          @Override
          public LabeledThread next() throws IOException {
            throw new IOException("away");
          }

          @Override
          public void close() {}
        };

    assertThatThrownBy(
            () ->
                DatasetPackage.make(
                    Packages.request("kto", FileKind.JSONL, SplitPlan.NONE),
                    failing,
                    folder.resolve("package"),
                    Progress.NONE))
        .hasMessage("away");
    assertThat(entries()).isEmpty();
  }

  @Test
  void aPackageDoesNotTakeThePlaceOfAnother() throws IOException {
    make(Packages.request("kto", FileKind.JSONL, SplitPlan.NONE), shared());

    assertThatThrownBy(
            () -> make(Packages.request("sft", FileKind.JSONL, SplitPlan.NONE), shared()))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void whatWasLeftByAProcessThatWasKilledIsSwept() throws IOException {
    Path left = Files.createDirectories(folder.resolve(".threadmark-export-1/package/data"));
    Files.writeString(left.resolve("train-00000.jsonl"), "{}\n");
    Path mine = Files.createDirectory(folder.resolve("mine"));

    WorkFolder.sweep(folder);

    assertThat(entries()).containsExactly(mine);
  }

  @Test
  void nestedRowsAreRefusedAsTables() {
    assertThatThrownBy(() -> Packages.request("sft", FileKind.CSV, SplitPlan.NONE))
        .hasMessage("file must not be csv: rows of sft are nested");
  }

  @Test
  void fewShotExamplesAreAllForTraining() throws IOException {
    Rules rules = Rules.read(Json.read("{\"few_shot\":{\"per_intent\":2,\"token_budget\":60}}"));
    Path made =
        make(
            Packages.request("few-shot", FileKind.JSONL, Packages.THIRDS, rules, null),
            generated(200));

    List<JsonNode> rows = Packages.lines(made.resolve("data/train-00000.jsonl"));
    assertThat(rows)
        .hasSizeBetween(1, 2)
        .allMatch(row -> row.path("origin").asText().equals("correction"));
    assertThat(made.resolve("data/test-00000.jsonl")).doesNotExist();
  }

  @Test
  void filesAreCutWhereTheyGrowTooLarge() throws IOException {
    PackageRequest request = Packages.request("openai-chat", FileKind.JSONL, SplitPlan.NONE);
    ObjectNode row = Json.object();
    row.putArray("messages").addObject().put("role", "user").put("content", "x".repeat(1_000));
    ObjectNode origin =
        Json.object().put("project_id", "p").put("thread_id", "t").put("origin", "o");
    origin.putArray("feedback_ids");
    origin.putArray("rater_ids");
    SplitFiles files = new SplitFiles(request, folder, Split.TRAIN, 500_000);
    for (int at = 0; at < 2_500; at++) {
      files.write(row, origin);
    }
    files.close();

    assertThat(files.data()).extracting(PackageFile::rows).containsExactly(1_000L, 1_000L, 500L);
    assertThat(files.provenances())
        .extracting(PackageFile::path)
        .containsExactly(
            "provenance/train-00000.jsonl",
            "provenance/train-00001.jsonl",
            "provenance/train-00002.jsonl");
  }

  private Path make(PackageRequest request, Iterator<LabeledThread> threads) throws IOException {
    return make(request, threads, "package");
  }

  private Path make(PackageRequest request, Iterator<LabeledThread> threads, String name)
      throws IOException {
    Path target = folder.resolve(name);
    DatasetPackage.make(request, ConversationSource.of(threads), target, Progress.NONE);
    return target;
  }

  private static JsonNode manifest(Path made) throws IOException {
    return Json.read(Files.readAllBytes(made.resolve("manifest.json")));
  }

  private static byte[] zipped(Path made) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PackageZip.write(made, out);
    return out.toByteArray();
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.toList();
    }
  }

  private static Iterator<LabeledThread> shared() {
    return SharedConversations.all().iterator();
  }

  private static Iterator<LabeledThread> generated(int threads) {
    return new GeneratedConversations(7, threads, 20, 15);
  }
}
