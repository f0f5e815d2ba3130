package io.threadmark.follow.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.dataset.row.FileKind;
import io.threadmark.follow.manifest.ExportRefusedException;
import io.threadmark.follow.manifest.Part;
import io.threadmark.follow.part.PartBounds;
import io.threadmark.follow.storage.FolderStorage;
import io.threadmark.follow.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowingExportTest {
  private static final Duration KEEPS = Duration.ofHours(24);
  private static final ExportOrder ALL = new ExportOrder(FileKind.JSONL, Set.of(), false);
  private static final ExportOrder ANEW = new ExportOrder(FileKind.JSONL, Set.of(), true);

  @TempDir Path folder;
  private final TickingClock clock = new TickingClock();
  private Path work;
  private Storage storage;
  private int processes;

  @BeforeEach
  void makeFolders() throws IOException {
    work = Files.createDirectory(folder.resolve("work"));
    storage = new FolderStorage(folder.resolve("export"));
  }

  @Test
  void aRowHasWhereItStoodAndTheColumnsOfAThread() throws Exception {
    try (Export export = open(ALL, topic("id", 0, 2))) {
      export.take(Changes.upsert(0, 0, "a", "hello"));
      export.take(Changes.removal(0, 1, "a"));
      export.finish();
    }
    ExportedRows read = ExportedRows.of(storage);
    assertThat(read.rows().get(0).toString())
        .startsWith(
            "{\"topic_partition\":0,\"topic_offset\":0,\"published_at\":\"2026-01-01T00:00:00.250000Z\","
                + "\"operation\":\"upsert\",\"project_id\":\"default\",\"thread_id\":\"a\",\"kind\":\"thread\"")
        .contains("\"content\":\"hello\"", "\"intents\":[\"tried\"]");
    assertThat(read.rows().get(1).toString())
        .isEqualTo(
            "{\"topic_partition\":0,\"topic_offset\":1,\"published_at\":\"2026-01-01T00:00:01.250000Z\","
                + "\"operation\":\"remove\",\"project_id\":\"default\",\"thread_id\":\"a\"}");
  }

  @Test
  void aPartEndsByRowsBytesOrAge() throws Exception {
    PartBounds bounds = new PartBounds(3, 2_000, Duration.ofSeconds(60));
    try (Export export = open(ALL, topic("id", 0, 9), bounds)) {
      for (int offset = 0; offset < 4; offset++) {
        export.take(Changes.removal(0, offset, "r" + offset));
      }
      export.take(Changes.upsert(0, 4, "long", "x".repeat(2_000)));
      export.take(Changes.removal(0, 5, "late"));
      export.commitDue();
      assertThat(parts()).isEqualTo("0-2 3-4 ");
      clock.tick(Duration.ofSeconds(59));
      assertThat(export.isDue()).isFalse();
      clock.tick(Duration.ofSeconds(1));
      export.commitDue();
      assertThat(parts()).isEqualTo("0-2 3-4 5-5 ");
    }
  }

  @Test
  void whatNobodyCommittedIsClearedAwayAndTheUsersOwnFilesAreNot() throws Exception {
    try (Export killed = open(ALL, topic("id", 0, 2), new PartBounds(1, 99, Duration.ZERO))) {
      killed.take(Changes.upsert(0, 0, "a", "never committed"));
      killed.finish();
    }
    Path data = folder.resolve("export/data");
    Path partition = data.resolve("partition-00000");
    Path own = Files.writeString(data.resolve("notes.jsonl"), "mine");
    Path left =
        Files.writeString(
            partition.resolve("%020d-%020d-f%016x.jsonl".formatted(5, 9, 77)), "left");
    Path half =
        Files.writeString(
            partition.resolve("." + left.getFileName() + "." + "a".repeat(32) + ".unfinished"),
            "ha");

    open(ALL, topic("id", 0, 2)).close();

    assertThat(own).exists();
    assertThat(left).doesNotExist();
    assertThat(half).doesNotExist();
    assertThat(ExportedRows.of(storage).places()).containsExactly("0/0 upsert a");
  }

  @Test
  void whatIsNotTheSameExportIsRefused() throws Exception {
    open(ALL, topic("id", 0, 9)).close();

    refused(ALL, topic("id-2", 0, 9), "made anew, or this is another cluster");
    refused(new ExportOrder(FileKind.PARQUET, Set.of(), false), topic("id", 0, 9), "jsonl");
    refused(new ExportOrder(FileKind.JSONL, Set.of("p"), false), topic("id", 0, 9), "[p]");
  }

  @Test
  void aGapIsNeverPassedOver() throws Exception {
    try (Export export = open(ALL, topic("id", 0, 4))) {
      export.advance(0, 4);
      export.finish();
    }
    refused(ALL, topic("id", 5, 9), "offset 4 of partition 0, which has the offsets from 5");
    refused(ALL, topic("id", 0, 3), "offset 4 of partition 0");
    open(ALL, topic("id", 4, 4)).close();
  }

  @Test
  void whoWasAwayForLongerThanRemovalsAreKeptIsRefused() throws Exception {
    open(ALL, topic("id", 0, 0)).close();
    clock.tick(Duration.ofHours(12));
    open(ALL, topic("id", 0, 0)).close();
    clock.tick(Duration.ofSeconds(1));
    refused(ALL, topic("id", 0, 0), "the topic keeps removals for PT24H");
  }

  @Test
  void whoIsBehindForTooLongIsRefusedToo() throws Exception {
    try (Export export = open(ALL, topic("id", 0, 2))) {
      clock.tick(Duration.ofHours(25));
      export.take(Changes.upsert(0, 0, "a", "x"));
      export.ended(clock.instant(), new TreeMap<>(Map.of(0, 1L)));
      assertThatThrownBy(export::finish)
          .isInstanceOf(ExportRefusedException.class)
          .hasMessageContaining("--begin-anew");
    }
  }

  @Test
  void whereNothingHappensAManifestTellsNowAndThenThatNothingWasMissed() throws Exception {
    try (Export export = open(ALL, topic("id", 0, 0))) {
      for (int hour = 0; hour < 48; hour++) {
        clock.tick(Duration.ofMinutes(61));
        export.ended(clock.instant(), new TreeMap<>(Map.of(0, 0L)));
        assertThat(export.isDue()).isTrue();
        export.commitDue();
        assertThat(export.isDue()).isFalse();
      }
    }
    open(ALL, topic("id", 0, 0)).close();
  }

  @Test
  void whatIsMadeAnewTakesThePlaceOfAllOnceItIsThere() throws Exception {
    try (Export export = open(ALL, topic("id", 0, 2))) {
      export.take(Changes.upsert(0, 0, "old", "old"));
      export.take(Changes.upsert(0, 1, "both", "old"));
      export.finish();
    }
    try (Export export =
        open(ANEW, topic("id-2", 0, 2), new PartBounds(1, 1 << 20, Duration.ofSeconds(1)))) {
      assertThat(export.isAnew()).isTrue();
      assertThat(export.positions()).isEqualTo(Map.of(0, 0L));
      export.take(Changes.upsert(0, 0, "both", "new"));
      export.commitDue();
      assertThat(ExportedRows.of(storage).threads()).containsOnlyKeys("old", "both");

      export.take(Changes.upsert(0, 1, "new", "new"));
      export.commitDue();
    }
    ExportedRows read = ExportedRows.of(storage);
    assertThat(read.places()).containsExactly("0/0 upsert both", "0/1 upsert new");
    assertThat(read.manifest().source().topicId()).isEqualTo("id-2");
    assertThat(read.manifest().state().generation()).isEqualTo(2);
    assertThat(storage.list("data/")).hasSize(2);
  }

  @Test
  void makingAnewIsForWhatCannotGoOnAlone() throws Exception {
    try (Export export = open(ALL, topic("id", 0, 1))) {
      export.take(Changes.upsert(0, 0, "a", "x"));
      export.finish();
    }
    try (Export export = open(ANEW, topic("id", 0, 1))) {
      assertThat(export.isAnew()).isFalse();
      assertThat(export.positions()).isEqualTo(Map.of(0, 1L));
    }
  }

  private void refused(ExportOrder order, FollowedTopic topic, String reason) {
    assertThatThrownBy(() -> open(order, topic))
        .isInstanceOf(ExportRefusedException.class)
        .hasMessageStartingWith("the export to " + storage.address() + " cannot go on: ")
        .hasMessageContaining(reason)
        .hasMessageContaining("--begin-anew");
  }

  private String parts() {
    StringBuilder ranges = new StringBuilder();
    for (Part part : ExportedRows.of(storage).manifest().state().parts()) {
      ranges.append(part.firstOffset()).append('-').append(part.lastOffset()).append(' ');
    }
    return ranges.toString();
  }

  private Export open(ExportOrder order, FollowedTopic topic) throws IOException {
    return open(order, topic, PartBounds.STANDARD);
  }

  private Export open(ExportOrder order, FollowedTopic topic, PartBounds bounds)
      throws IOException {
    String id = "%016x".formatted(++processes);
    return Export.open(storage, order, topic, bounds, work, clock, id, ExportMeter.NONE);
  }

  private static FollowedTopic topic(String id, long begin, long end) {
    return new FollowedTopic(
        "labeled", id, new TreeMap<>(Map.of(0, begin)), new TreeMap<>(Map.of(0, end)), KEEPS);
  }
}
