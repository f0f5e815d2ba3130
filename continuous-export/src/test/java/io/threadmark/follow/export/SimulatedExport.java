package io.threadmark.follow.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.row.FileKind;
import io.threadmark.follow.compaction.Compaction;
import io.threadmark.follow.manifest.ExportRefusedException;
import io.threadmark.follow.manifest.ManifestChain;
import io.threadmark.follow.manifest.Part;
import io.threadmark.follow.part.PartBounds;
import io.threadmark.follow.part.ThreadChange;
import io.threadmark.follow.part.ThreadRows;
import io.threadmark.follow.storage.FaultyStorage;
import io.threadmark.follow.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A topic, a storage, and processes that come and go. */
final class SimulatedExport {
  static final int PARTITIONS = 3;
  private static final Duration KEEPS = Duration.ofHours(24);

  private final Storage disk;
  private final FaultyStorage storage;
  private final TickingClock clock = new TickingClock();
  private final Path work;
  private final FileKind kind;
  private final PartBounds bounds;

  /** For each partition what stands at each offset; null for what is no record. */
  private final List<List<ThreadChange>> topic = new ArrayList<>();

  /** What was read before, and what was expected. */
  private final Map<String, List<ObjectNode>> known = new HashMap<>();

  private final Map<ThreadChange, ObjectNode> expectedRows = new IdentityHashMap<>();
  private boolean wasCompacted;
  private long ids;
  private Export export;

  SimulatedExport(Storage disk, Path work, FileKind kind, int partRows) {
    this.disk = disk;
    this.storage = new FaultyStorage(disk);
    this.work = work;
    this.kind = kind;
    this.bounds = new PartBounds(partRows, 1 << 20, Duration.ofSeconds(60));
    for (int partition = 0; partition < PARTITIONS; partition++) {
      topic.add(new ArrayList<>());
    }
  }

  FaultyStorage storage() {
    return storage;
  }

  TickingClock clock() {
    return clock;
  }

  void upsert(int thread, String text) {
    List<ThreadChange> partition = partition(thread);
    partition.add(Changes.upsert(thread % PARTITIONS, partition.size(), "t" + thread, text));
  }

  void remove(int thread) {
    List<ThreadChange> partition = partition(thread);
    partition.add(Changes.removal(thread % PARTITIONS, partition.size(), "t" + thread));
  }

  void ofAnotherProject(int thread) {
    List<ThreadChange> partition = partition(thread);
    partition.add(Changes.ofAnotherProject(thread % PARTITIONS, partition.size(), "t" + thread));
  }

  /** What ends a transaction takes an offset, too. */
  void endOfTransaction(int thread) {
    partition(thread).add(null);
  }

  /** The process reads what there is, and commits what is due; one that died is started again. */
  void follow() {
    survive(
        () -> {
          if (export == null) {
            export = open();
          }
          readOn(export);
          export.commitDue();
        });
  }

  /** It is told to stop, or to commit all. */
  void finish() {
    follow();
    survive(
        () -> {
          if (export != null) {
            export.finish();
          }
        });
  }

  /** The process is gone, with all that it had in memory. */
  void kill() {
    export = null;
  }

  /** Another process takes over, while the first still believes that it has the export. */
  void takeOver() {
    Export zombie = export;
    export = null;
    finish();
    if (zombie != null && export != null) {
      try {
        readOn(zombie);
        zombie.finish();
        assertThat(zombie.positions()).isEqualTo(zombie.manifest().state().positions());
        throw new AssertionError("a process that has lost the export went on");
      } catch (ExportRefusedException e) {
        assertThat(e).hasMessageContaining("another process has taken over");
      } catch (IOException | FaultyStorage.Death e) {
        // it fails or dies before it comes to know
      }
    }
  }

  /** A process starts, and in the midst of that another one starts, takes over and goes on. */
  void restartWhileTakenOver(int calls) {
    kill();
    storage.planMeanwhile(calls, this::finish);
    try {
      follow();
    } finally {
      storage.heal();
    }
  }

  /** Only what counts is left. */
  void compact() {
    wasCompacted = true;
    survive(() -> new Compaction(storage, bounds, work, clock, nextId()).run());
  }

  /** A compaction, in the midst of which others do something. */
  void compactWhile(int calls, Runnable others) {
    storage.planMeanwhile(calls, others);
    try {
      compact();
    } finally {
      storage.heal();
    }
  }

  /** What every reader must find at any time. */
  void check() {
    if (isEmpty()) {
      return;
    }
    ExportedRows read = ExportedRows.of(disk, known);
    SortedMap<Integer, Long> positions = read.manifest().state().positions();
    assertThat(read.places()).doesNotHaveDuplicates();
    assertDisjoint(read.manifest().state().parts());
    Map<String, ObjectNode> expected = new TreeMap<>();
    List<String> places = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      for (ThreadChange change :
          topic.get(partition).subList(0, positions.get(partition).intValue())) {
        if (change != null && change.projectId().equals("default")) {
          ObjectNode row = expectedRows.computeIfAbsent(change, ThreadRows::of);
          places.add(ExportedRows.place(row));
          if (change.isRemoval()) {
            expected.remove(change.threadId());
          } else {
            expected.put(change.threadId(), row);
          }
        }
      }
    }
    assertThat(read.threads().keySet()).isEqualTo(expected.keySet());
    read.threads()
        .forEach(
            (thread, row) -> assertThat(row.toString()).isEqualTo(expected.get(thread).toString()));
    if (wasCompacted) {
      assertThat(places).containsAll(read.places());
    } else {
      assertThat(read.places()).containsExactlyElementsOf(places);
    }
  }

  /** That all there is was exported, and nothing is left over. */
  void checkAll() throws IOException {
    ExportedRows read = ExportedRows.of(disk, known);
    SortedMap<Integer, Long> ends = new TreeMap<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      ends.put(partition, (long) topic.get(partition).size());
    }
    assertThat(read.manifest().state().positions()).isEqualTo(ends);
    check();
    Set<String> counting = read.manifest().state().paths();
    assertThat(disk.list("data/")).allMatch(counting::contains);
  }

  /** The rows that are left once all was compacted: those of threads that are there, once each. */
  void checkCompacted() {
    ExportedRows read = ExportedRows.of(disk, known);
    assertThat(read.rows()).hasSameSizeAs(read.threads().keySet());
  }

  private boolean isEmpty() {
    try {
      return new ManifestChain(disk).newest().isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Export open() throws IOException {
    SortedMap<Integer, Long> begins = new TreeMap<>();
    SortedMap<Integer, Long> ends = new TreeMap<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      begins.put(partition, 0L);
      ends.put(partition, (long) topic.get(partition).size());
    }
    return Export.open(
        storage,
        new ExportOrder(kind, Set.of("default"), false),
        new FollowedTopic("labeled", "id-1", begins, ends, KEEPS),
        bounds,
        work,
        clock,
        nextId(),
        ExportMeter.NONE);
  }

  private void readOn(Export reader) {
    Instant now = clock.instant();
    SortedMap<Integer, Long> ends = new TreeMap<>();
    reader
        .positions()
        .forEach(
            (partition, from) -> {
              List<ThreadChange> records = topic.get(partition);
              for (ThreadChange change : records.subList(from.intValue(), records.size())) {
                if (change != null) {
                  reader.take(change);
                }
              }
              reader.advance(partition, records.size());
              ends.put(partition, (long) records.size());
            });
    reader.ended(now, ends);
  }

  private List<ThreadChange> partition(int thread) {
    return topic.get(thread % PARTITIONS);
  }

  private String nextId() {
    return "%016x".formatted(++ids);
  }

  /** A storage that fails is asked again; who dies is dead; who has lost the export ends. */
  private void survive(Work doing) {
    try {
      try {
        doing.run();
      } catch (IOException e) {
        clock.tick(Duration.ofSeconds(1)); // so that a second manifest differs from the first
        doing.run();
      }
    } catch (FaultyStorage.Death | ExportRefusedException e) {
      kill();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  private static void assertDisjoint(List<Part> parts) {
    for (int at = 1; at < parts.size(); at++) {
      Part before = parts.get(at - 1);
      Part part = parts.get(at);
      if (before.partition() == part.partition()) {
        assertThat(part.firstOffset()).isGreaterThan(before.lastOffset());
      }
    }
  }
}
