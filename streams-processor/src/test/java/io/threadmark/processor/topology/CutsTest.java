package io.threadmark.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.index.PartitionCut;
import io.threadmark.processor.index.Selection;
import io.threadmark.processor.index.Selection.Unit;
import io.threadmark.processor.store.Rows;
import io.threadmark.processor.thread.rows.ThreadReader;
import io.threadmark.processor.thread.rows.ThreadSnapshot;
import io.threadmark.schema.Key;
import io.threadmark.schema.LabeledThread;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.apache.avro.specific.SpecificRecord;

/** A cut is what the rows of the store were when it was taken, whatever comes then. */
class CutsTest {
  private static final Selection ALL =
      new Selection(Events.PROJECT, Unit.THREADS, List.of(), null, null);

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void aCutIsWhatTheRowsWereForAnyHistory(
      @ForAll("histories") List<SpecificRecord> history, @ForAll long seed) throws IOException {
    holds(history, new Random(seed));
  }

  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void aCutIsWhatTheRowsWereForACrowd(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    holds(Crowd.of(random), random);
  }

  @Provide
  Arbitrary<List<SpecificRecord>> histories() {
    return Histories.withErasures();
  }

  private static void holds(List<SpecificRecord> history, Random random) throws IOException {
    SimulatedCluster cluster =
        new SimulatedCluster(
            ListsTest.PARTITIONS, 3, Pipeline.TIMING, Events.START.plusSeconds(3_600));
    Schedule schedule = new Schedule(cluster, random, List.of(cluster.clock()), cluster.clock());
    try (Indexes indexes = new Indexes()) {
      int before = random.nextInt(history.size() + 1);
      schedule.play(history.subList(0, before));
      indexes.follow(cluster, true);
      List<List<LabeledThread>> then = read(indexes);
      List<PartitionCut> cuts = indexes.cut(ALL);

      schedule.play(history.subList(before, history.size()));
      schedule.rest();
      indexes.follow(cluster, true);
      List<List<LabeledThread>> now = read(indexes);
      List<PartitionCut> later = indexes.cut(ALL);

      for (int partition = 0; partition < ListsTest.PARTITIONS; partition++) {
        assertThat(read(cuts.get(partition), random)).isEqualTo(then.get(partition));
        assertThat(cuts.get(partition).threads()).isEqualTo(then.get(partition).size());
        assertThat(read(later.get(partition), random)).isEqualTo(now.get(partition));
        assertThat(later.get(partition).position()).isGreaterThan(cuts.get(partition).position());
        cuts.get(partition).close();
        later.get(partition).close();
      }
    }
  }

  /**
   * Every thread of the project in each partition, in the order of keys, from the rows themselves.
   */
  private static List<List<LabeledThread>> read(Indexes indexes) {
    List<List<LabeledThread>> partitions = new ArrayList<>();
    for (int partition = 0; partition < ListsTest.PARTITIONS; partition++) {
      Rows rows = new MapRows(indexes.rowsOf(partition));
      List<LabeledThread> threads = new ArrayList<>();
      byte[] key = ThreadReader.nextThread(rows, new byte[] {2});
      while (key != null) {
        LabeledThread thread = ThreadSnapshot.whole(rows, Key.parse(key)).thread();
        if (thread != null && thread.getProjectId().equals(Events.PROJECT)) {
          threads.add(thread);
        }
        key = ThreadReader.nextThread(rows, ThreadReader.behind(key));
      }
      partitions.add(threads);
    }
    return partitions;
  }

  /** The threads of a cut, some at a time. */
  private static List<LabeledThread> read(PartitionCut cut, Random random) throws IOException {
    List<LabeledThread> threads = new ArrayList<>();
    byte[][] last = {null};
    boolean[] more = {true};
    while (more[0]) {
      more[0] = false;
      cut.visit(
          last[0],
          (thread, rows) -> {
            threads.add(ThreadSnapshot.whole(rows, Key.parse(thread)).thread());
            last[0] = thread;
            more[0] = random.nextInt(3) == 0;
            return !more[0];
          });
    }
    return threads;
  }

  private record MapRows(NavigableMap<byte[], byte[]> rows) implements Rows {
    @Override
    public byte[] get(byte[] key) {
      return rows.get(key);
    }

    @Override
    public void scan(byte[] from, byte[] to, Direction direction, Visitor visitor) {
      if (Arrays.compareUnsigned(from, to) >= 0) {
        return;
      }
      NavigableMap<byte[], byte[]> range = rows.subMap(from, true, to, false);
      var inOrder = direction == Direction.FORWARD ? range : range.descendingMap();
      for (var row : inOrder.entrySet()) {
        if (!visitor.visit(row.getKey(), row.getValue())) {
          return;
        }
      }
    }
  }
}
