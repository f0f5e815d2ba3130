package io.threadmark.processor.rollup.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.rollup.counting.CountingPartition;
import io.threadmark.processor.rollup.counting.Said;
import io.threadmark.processor.rollup.counting.ThreadCounting;
import io.threadmark.processor.store.Deadline;
import io.threadmark.processor.store.Rows;
import io.threadmark.processor.thread.rows.ThreadWriter;
import io.threadmark.schema.Key;
import io.threadmark.schema.TraceTotals;
import io.threadmark.schema.project.Projects;
import io.threadmark.schema.state.Contribution;
import io.threadmark.schema.state.CountedChange;
import io.threadmark.schema.state.CountedTrace;
import io.threadmark.schema.state.DimensionValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** What is done in turns is bounded in time with all its parts, and each turn gets on. */
class BoundedTurnsTest {
  private static final String PROJECT = "acme";
  private static final Duration TIME = Duration.ofMillis(100);

  /** A thing that counts in a minute of its own, under so many values of its own. */
  private static Contribution thing(int number, int values) {
    List<DimensionValue> dimensions =
        IntStream.range(0, values)
            .mapToObj(value -> new DimensionValue("intent", "i" + number + "-" + value))
            .toList();
    CountedTrace trace = new CountedTrace(false, null, 1L, 1L, 2L);
    return new Contribution(
        number * Granularity.MINUTE.micros(), dimensions, null, trace, null, null);
  }

  private static List<CountedChange> things(int count, int values) {
    return IntStream.range(0, count)
        .mapToObj(number -> new CountedChange(null, thing(number, values)))
        .toList();
  }

  /** The rows of totals that a partition has. */
  private static Map<PartialKey, SpecificRecord> totals(SlowRows rows) {
    return CountingPartition.read(rows);
  }

  @Property(tries = 50)
  void changesOfAnySizeAreInRowsOfBoundedSizeAndAllCount(
      @ForAll @IntRange(min = 1, max = 600) int count,
      @ForAll @IntRange(min = 1, max = 128) int values) {
    SlowRows rows = new SlowRows(1);
    ChangeQueue queue = new ChangeQueue(rows, 0);
    List<CountedChange> changes = things(count, values);
    queue.add(PROJECT, changes);
    List<CountedChange> taken = new java.util.ArrayList<>();
    int[] largest = {0};
    rows.scan(
        new byte[] {0},
        new byte[] {(byte) 0xFF},
        Rows.Direction.FORWARD,
        (key, value) -> {
          largest[0] = Math.max(largest[0], value.length);
          return true;
        });
    queue.take(Integer.MAX_VALUE, Long.MAX_VALUE, (project, some) -> taken.addAll(some));
    assertThat(taken).isEqualTo(changes);
    assertThat(largest[0]).isLessThanOrEqualTo(ChangeQueue.MOST_ROW_BYTES);
  }

  @Test
  void foldingCountsWritingInItsTimeAndSlowWritingMakesItsPartsSmaller() {
    SlowRows rows = new SlowRows(Duration.ofNanos(20_000).toNanos());
    ChangeQueue queue = new ChangeQueue(rows, 0);
    ChangeFolding folding = new ChangeFolding(queue, new Partials(rows), Projects.UNSET);
    for (CountedChange change : things(20_000, 20)) {
      queue.add(PROJECT, List.of(change));
    }
    // What writing takes is not known before the first turns; from then on it is.
    Duration longest = Duration.ZERO;
    for (int turn = 0; turn < 40; turn++) {
      long before = rows.nanos();
      assertThat(folding.turn(10_000, 0, Deadline.in(TIME, rows::nanos))).isPositive();
      Duration took = Duration.ofNanos(rows.nanos() - before);
      assertThat(took).isLessThan(Duration.ofSeconds(3));
      longest = turn < 10 || took.compareTo(longest) < 0 ? longest : took;
    }
    assertThat(longest).isLessThan(TIME.multipliedBy(3));
  }

  @Test
  void howeverSlowEachFoldTakesOneRowAndAllIsCounted() {
    SlowRows rows = new SlowRows(Duration.ofSeconds(10).toNanos());
    ChangeQueue queue = new ChangeQueue(rows, 0);
    ChangeFolding folding = new ChangeFolding(queue, new Partials(rows), Projects.UNSET);
    for (int change = 0; change < 30; change++) {
      queue.add(PROJECT, List.of(new CountedChange(null, thing(0, 1))));
    }
    int turns = 0;
    while (folding.turn(10_000, 0, Deadline.in(TIME, rows::nanos)) > 0) {
      turns++;
    }
    assertThat(turns).isEqualTo(30);
    assertThat(totals(rows)).hasSize(3);
    assertThat(totals(rows).values()).allMatch(total -> ((TraceTotals) total).getTraces() == 30);
  }

  @Test
  void publishingReadsAndSendsWithinItsTimeAndForgetsNone() {
    SlowRows rows = new SlowRows(Duration.ofMillis(1).toNanos());
    ChangeSum sum = new ChangeSum();
    things(50, 20).forEach(change -> sum.add(PROJECT, change));
    new Partials(rows).add(sum);
    PartialPublishing publishing = new PartialPublishing(rows);
    int[] sent = {0};
    int turns = 0;
    while (true) {
      long before = rows.nanos();
      int sentBefore = sent[0];
      publishing.turn(5_000, Deadline.in(TIME, rows::nanos), (key, totals) -> sent[0]++);
      if (sent[0] == sentBefore) {
        break;
      }
      turns++;
      assertThat(Duration.ofNanos(rows.nanos() - before)).isLessThan(TIME.multipliedBy(2));
    }
    assertThat(sent[0]).isEqualTo(50 * 20 * 3);
    assertThat(turns).isGreaterThan(10);
  }

  @Test
  void aStepOfCountingAnewEndsWhenItsTimeIsOverAndTheNextGoesOn() {
    SlowRows threads = new SlowRows(0);
    SlowRows contributions = new SlowRows(1);
    SlowRows totals = new SlowRows(1);
    ChangeQueue queue = new ChangeQueue(totals, 0);
    // Looking a trace up is what is slow here.
    ThreadCounting counting =
        new ThreadCounting(
            threads, contributions, queue, Projects.UNSET, 500, () -> threads.nanos());
    ThreadWriter thread =
        new ThreadWriter(threads, Key.thread(PROJECT, "thread").bytes(), counting);
    for (int trace = 0; trace < 50; trace++) {
      thread.put("t" + trace, "ref", Said.trace(trace, said -> {}));
    }
    threads.setNanosOfOne(Duration.ofMillis(40).toNanos());
    long before = threads.nanos();
    thread.merge(Said.facts(1, facts -> facts.setIntents(List.of("first"))));
    assertThat(Duration.ofNanos(threads.nanos() - before)).isLessThan(TIME.multipliedBy(10));
    int steps = 0;
    while (counting.step(Deadline.in(TIME, threads::nanos))) {
      steps++;
    }
    assertThat(steps).isBetween(10, 51);
    new ChangeFolding(queue, new Partials(totals), Projects.UNSET)
        .turn(Integer.MAX_VALUE, 0, Deadline.NONE);
    assertThat(totals(totals).entrySet())
        .filteredOn(total -> total.getKey().dimension().equals("intent"))
        .filteredOn(total -> total.getKey().granularity() == Granularity.DAY)
        .singleElement()
        .satisfies(total -> assertThat(((TraceTotals) total.getValue()).getTraces()).isEqualTo(50));
  }
}
