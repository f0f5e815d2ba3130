package io.threadmark.follow.export;

import io.threadmark.dataset.row.FileKind;
import io.threadmark.follow.storage.FaultyStorage.Fault;
import io.threadmark.follow.storage.FolderStorage;
import io.threadmark.follow.storage.MemoryStorage;
import io.threadmark.follow.storage.S3Server;
import io.threadmark.follow.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever comes, and whoever dies when: at every moment a reader finds what the topic said up to
 * the positions of the manifest, each record once, and in the end all of it.
 */
class ExactlyOnceTest {
  private static Path work;

  /** What happens next. */
  enum Step {
    UPSERT,
    REMOVE,
    OTHER_PROJECT,
    END_OF_TRANSACTION,
    FOLLOW,
    FINISH,
    TIME_PASSES,
    KILL,
    TAKE_OVER,
    RESTART_WHILE_TAKEN_OVER,
    COMPACT,
    COMPACT_WHILE_FOLLOWING,
    COMPACT_WHILE_TAKEN_OVER,
    COMPACT_WHILE_COMPACTING,
    FAULT
  }

  /** A step with what it needs of numbers. */
  record Move(Step step, int first, int second) {}

  @BeforeContainer
  static void makeFolder() throws IOException {
    work = Files.createTempDirectory("exactly-once");
  }

  @AfterContainer
  static void deleteFolder() throws IOException {
    try (Stream<Path> files = Files.walk(work)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Property(tries = 150)
  void everyRecordIsExportedOnce(
      @ForAll("moves") List<Move> moves, @ForAll @IntRange(min = 1, max = 6) int partRows)
      throws IOException {
    run(new MemoryStorage(), moves, FileKind.JSONL, partRows);
  }

  @Property(tries = 5)
  void everyRecordIsExportedOnceToParquet(
      @ForAll("moves") List<Move> moves, @ForAll @IntRange(min = 2, max = 6) int partRows)
      throws IOException {
    run(new MemoryStorage(), moves, FileKind.PARQUET, partRows);
  }

  @Property(tries = 5)
  void everyRecordIsExportedOnceToABucket(
      @ForAll("moves") List<Move> moves, @ForAll @IntRange(min = 1, max = 6) int partRows)
      throws IOException {
    try (Storage bucket = S3Server.storage()) {
      run(bucket, moves, FileKind.JSONL, partRows);
    }
  }

  @Property(tries = 10)
  void everyRecordIsExportedOnceToAFolder(
      @ForAll("moves") List<Move> moves, @ForAll @IntRange(min = 1, max = 6) int partRows)
      throws IOException {
    Path folder = Files.createTempDirectory(work, "export");
    run(new FolderStorage(folder), moves, FileKind.JSONL, partRows);
  }

  @Provide
  Arbitrary<List<Move>> moves() {
    Arbitrary<Step> steps =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(6, Arbitraries.of(Step.UPSERT)),
            net.jqwik.api.Tuple.of(4, Arbitraries.of(Step.REMOVE, Step.FOLLOW, Step.FINISH)),
            net.jqwik.api.Tuple.of(2, Arbitraries.of(Step.FAULT)),
            net.jqwik.api.Tuple.of(3, Arbitraries.of(Step.values())));
    Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 15);
    return Combinators.combine(steps, numbers, numbers)
        .as(Move::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }

  private static void run(Storage storage, List<Move> moves, FileKind kind, int partRows)
      throws IOException {
    SimulatedExport export = new SimulatedExport(storage, work, kind, partRows);
    int text = 0;
    for (Move move : moves) {
      apply(move, export, "text " + text++);
      export.check();
    }
    export.storage().heal();
    export.kill(); // the next start clears away what those left that have lost the export
    export.finish();
    export.checkAll();
    export.compact();
    export.checkAll();
    export.checkCompacted();
  }

  private static void apply(Move move, SimulatedExport export, String text) {
    switch (move.step()) {
      case UPSERT -> export.upsert(move.first(), text);
      case REMOVE -> export.remove(move.first());
      case OTHER_PROJECT -> export.ofAnotherProject(move.first());
      case END_OF_TRANSACTION -> export.endOfTransaction(move.first());
      case FOLLOW -> export.follow();
      case FINISH -> export.finish();
      case TIME_PASSES -> export.clock().tick(Duration.ofSeconds(10L * move.first()));
      case KILL -> export.kill();
      case TAKE_OVER -> export.takeOver();
      case RESTART_WHILE_TAKEN_OVER -> export.restartWhileTakenOver(move.first());
      case COMPACT -> export.compact();
      case COMPACT_WHILE_FOLLOWING -> export.compactWhile(move.first(), export::finish);
      case COMPACT_WHILE_TAKEN_OVER -> export.compactWhile(move.first(), export::takeOver);
      case COMPACT_WHILE_COMPACTING -> export.compactWhile(move.first(), export::compact);
      case FAULT ->
          export
              .storage()
              .plan(move.first(), Fault.values()[move.second() % Fault.values().length]);
      default -> throw new IllegalStateException("no such step: " + move.step());
    }
  }
}
