package io.threadmark.follow.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.dataset.row.FileKind;
import io.threadmark.follow.export.Changes;
import io.threadmark.follow.export.Export;
import io.threadmark.follow.export.ExportMeter;
import io.threadmark.follow.export.ExportOrder;
import io.threadmark.follow.export.ExportedRows;
import io.threadmark.follow.export.FollowedTopic;
import io.threadmark.follow.manifest.ExportRefusedException;
import io.threadmark.follow.manifest.Part;
import io.threadmark.follow.part.PartBounds;
import io.threadmark.follow.storage.FolderStorage;
import io.threadmark.follow.storage.S3Server;
import io.threadmark.follow.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExportCompactionTest {
  private static final PartBounds SMALL = new PartBounds(4, 1 << 20, Duration.ofMinutes(1));

  @TempDir Path folder;
  private Path work;
  private int processes;

  @BeforeEach
  void makeFolder() throws IOException {
    work = Files.createDirectory(folder.resolve("work"));
  }

  @ParameterizedTest
  @EnumSource(
      value = FileKind.class,
      names = {"JSONL", "PARQUET"})
  void noByteOfWhatIsGoneIsLeftInAFolder(FileKind kind) throws Exception {
    Storage storage = new FolderStorage(folder.resolve("export"));
    exportThenErase(storage, kind);
    assertThat(bytesOf(storage)).contains("secret-thread");

    CompactionReport report = compact(storage, SMALL);

    assertThat(report.rowsBefore()).isEqualTo(9);
    assertThat(report.rowsAfter()).isEqualTo(2);
    assertThat(ExportedRows.of(storage).places()).containsExactly("0/1 upsert a", "1/3 upsert b");
    assertThat(bytesOf(storage)).doesNotContain("secret");
    try (var left = Files.walk(folder)) {
      assertThat(left.filter(Files::isRegularFile).filter(file -> file.startsWith(work))).isEmpty();
    }
  }

  @Test
  void aBucketIsExportedToAndCompactedLikewise() throws Exception {
    Storage storage = S3Server.storage();
    exportThenErase(storage, FileKind.PARQUET);
    ExportedRows before = ExportedRows.of(storage);
    assertThat(before.rows()).hasSize(9);
    assertThat(before.threads()).containsOnlyKeys("a", "b");

    compact(storage, SMALL);

    ExportedRows after = ExportedRows.of(storage);
    assertThat(after.threads()).isEqualTo(before.threads());
    assertThat(after.rows()).hasSize(2);
    assertThat(storage.list("data/")).hasSize(2);
    // A second process takes over; the first one comes to know.
    Export lost = open(storage, FileKind.PARQUET);
    open(storage, FileKind.PARQUET).close();
    assertThatThrownBy(lost::finish)
        .isInstanceOf(ExportRefusedException.class)
        .hasMessageContaining("another process has taken over");
    lost.close();
  }

  @Test
  void largePartsOfWhichAllCountsStayAsTheyAre() throws Exception {
    Storage storage = new FolderStorage(folder.resolve("export"));
    try (Export export = open(storage, FileKind.JSONL)) {
      for (int offset = 0; offset < 12; offset++) {
        export.take(Changes.upsert(0, offset, "t" + offset, "x"));
        if (offset > 6) {
          export.finish(); // a part of its own
        }
      }
      export.finish();
    }
    List<Part> before = ExportedRows.of(storage).manifest().state().parts();
    // Of 4 rows, which is as many as parts have; of 4; and of one, four times.
    assertThat(before).hasSize(6);

    compact(storage, SMALL);

    List<Part> after = ExportedRows.of(storage).manifest().state().parts();
    assertThat(after).hasSize(3).startsWith(before.get(0), before.get(1));
    assertThat(compact(storage, SMALL)).isEqualTo(CompactionReport.NOTHING);
  }

  @Test
  void whatIsNotWhatWasExportedIsNotCompacted() throws Exception {
    Path root = folder.resolve("export");
    Storage storage = new FolderStorage(root);
    exportThenErase(storage, FileKind.JSONL);
    Path part = root.resolve(storage.list("data/").get(0));
    Files.writeString(part, Files.readString(part).replace("secret", "public"));

    assertThatThrownBy(() -> compact(storage, SMALL))
        .isInstanceOf(ExportRefusedException.class)
        .hasMessageContaining("is not what was exported");
    assertThat(part).exists();
  }

  @Test
  void whereNothingWasExportedThatIsTold() {
    Storage storage = new FolderStorage(folder.resolve("nothing"));
    assertThatThrownBy(() -> compact(storage, SMALL))
        .isInstanceOf(ExportRefusedException.class)
        .hasMessageStartingWith("there is no continuous export in ");
  }

  private void exportThenErase(Storage storage, FileKind kind) throws IOException {
    try (Export export = open(storage, kind)) {
      export.take(Changes.upsert(0, 0, "a", "secret that was edited"));
      export.take(Changes.upsert(0, 1, "a", "harmless"));
      export.take(Changes.upsert(0, 2, "secret-thread", "a secret"));
      export.finish();
      export.take(Changes.removal(0, 3, "secret-thread"));
      export.take(Changes.removal(0, 4, "secret-thread"));
      export.take(Changes.upsert(1, 0, "b", "secret"));
      export.take(Changes.upsert(1, 1, "c", "secret"));
      export.take(Changes.removal(1, 2, "c"));
      export.take(Changes.upsert(1, 3, "b", "harmless"));
      export.finish();
    }
  }

  private CompactionReport compact(Storage storage, PartBounds bounds) throws IOException {
    return new Compaction(storage, bounds, work, Clock.systemUTC(), nextId()).run();
  }

  private Export open(Storage storage, FileKind kind) throws IOException {
    TreeMap<Integer, Long> begins = new TreeMap<>(Map.of(0, 0L, 1, 0L));
    TreeMap<Integer, Long> ends = new TreeMap<>(Map.of(0, 99L, 1, 99L));
    return Export.open(
        storage,
        new ExportOrder(kind, Set.of(), false),
        new FollowedTopic("labeled", "id", begins, ends, Duration.ofHours(24)),
        SMALL,
        work,
        Clock.systemUTC(),
        nextId(),
        ExportMeter.NONE);
  }

  private String nextId() {
    return "%016x".formatted(++processes);
  }

  /** All that can be read in the storage as text, Parquet unpacked. */
  private static String bytesOf(Storage storage) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String path : storage.list("")) {
      try (InputStream in = storage.open(path)) {
        all.append(path).append(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
      }
    }
    ExportedRows.of(storage).rows().forEach(all::append);
    return all.toString();
  }
}
