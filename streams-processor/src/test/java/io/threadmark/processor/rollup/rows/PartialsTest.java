package io.threadmark.processor.rollup.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.rollup.counting.AnyContributions;
import io.threadmark.processor.rollup.counting.CountingPartition;
import io.threadmark.processor.store.Deadline;
import io.threadmark.processor.store.MemoryRows;
import io.threadmark.schema.FeedbackTotals;
import io.threadmark.schema.Micros;
import io.threadmark.schema.Project;
import io.threadmark.schema.TraceTotals;
import io.threadmark.schema.project.Projects;
import io.threadmark.schema.state.Contribution;
import io.threadmark.schema.state.CountedChange;
import io.threadmark.schema.state.DimensionValue;
import io.threadmark.schema.state.RollupFloors;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** Totals under settings that change, while time goes on and old windows go. */
class PartialsTest {
  private static final String PROJECT = "acme";
  private static final long DAY = Granularity.DAY.micros();
  private static final long START = Micros.of(Instant.parse("2026-01-01T00:00:00Z"));

  /** A partition with a clock, and settings. */
  private static final class World {
    final MemoryRows rows = new MemoryRows();
    final Partials partials = new Partials(rows);
    final Map<Integer, Contribution> there = new HashMap<>();
    ChangeQueue queue;
    ChangeFolding folding;
    final Project settings = Projects.UNSET.of(PROJECT);
    PartialExpiry expiry;
    long now = START;

    World() {
      restart();
    }

    /** What was only in memory is gone. */
    void restart() {
      queue = new ChangeQueue(rows, now);
      folding = new ChangeFolding(queue, partials, project -> settings);
      expiry = new PartialExpiry(rows, partials, project -> settings, () -> 0);
    }

    void count(int thing, Contribution is) {
      queue.add(PROJECT, List.of(new CountedChange(there.get(thing), is)));
      there.put(thing, is);
    }

    void fold(int most) {
      folding.turn(most, now, Deadline.NONE);
    }

    void expire(int most) {
      expiry.turn(most, now, Deadline.NONE);
    }

    void keep(List<Integer> days) {
      settings.setMinuteTtlDays(days.get(0));
      settings.setHourTtlDays(days.get(1));
      settings.setDayTtlDays(days.get(2));
    }

    RollupFloors floors() {
      return Partials.floors(rows, PROJECT);
    }

    Map<PartialKey, SpecificRecord> totals() {
      return CountingPartition.read(rows);
    }

    /** What must be there: of all that is, the windows that count. */
    Map<PartialKey, SpecificRecord> expected() {
      Map<PartialKey, SpecificRecord> plain =
          PlainTotals.of(PROJECT, there.values().stream().filter(one -> one != null).toList());
      plain.keySet().removeIf(key -> !counts(key));
      return plain;
    }

    boolean counts(PartialKey key) {
      return key.window() >= key.granularity().floor(floors());
    }
  }

  /** Something happens. */
  private interface Event {
    void in(World world);
  }

  @Property(tries = 400)
  void whatCountsIsWhatIsThereWhateverTheSettingsWere(@ForAll("events") List<Event> events) {
    World world = new World();
    for (Event event : events) {
      RollupFloors before = world.floors();
      event.in(world);
      assertThat(world.floors()).satisfies(after -> assertNotLower(after, before));
      if (ChangeQueue.newest(world.rows) == Long.MIN_VALUE) {
        assertThat(counted(world)).isEqualTo(world.expected());
      }
      assertThat(world.totals().values()).allMatch(PartialsTest::isNotNegative);
    }
    world.fold(Integer.MAX_VALUE);
    assertThat(counted(world)).isEqualTo(world.expected());
    world.restart();
    world.expire(Integer.MAX_VALUE);
    assertThat(world.totals()).isEqualTo(world.expected());
    for (PartialKey key : world.totals().keySet()) {
      assertThat(key.window())
          .isGreaterThanOrEqualTo(key.granularity().earliest(world.settings, world.now));
    }
  }

  @Test
  void aSweepInSmallTurnsLetsGoOfAllThatIsTooOld() {
    World world = new World();
    world.keep(List.of(1, 1, 1));
    Contribution thread = new Contribution(0L, List.of(), true, null, null, null);
    for (int thing = 0; thing < 40; thing++) {
      Contribution one = Contribution.newBuilder(thread).build();
      one.setTime(START + (thing - 20) * DAY / 4);
      one.setDimensions(List.of(new DimensionValue("all", "")));
      world.count(thing, one);
    }
    world.fold(Integer.MAX_VALUE);
    world.now = START + DAY;
    assertThat(world.totals().keySet()).anyMatch(key -> key.window() < START);
    for (int turn = 0; turn < 200; turn++) {
      world.expire(1);
    }
    assertThat(world.totals()).isEqualTo(world.expected());
    assertThat(world.totals().keySet()).allMatch(key -> key.window() >= START);
  }

  private static Map<PartialKey, SpecificRecord> counted(World world) {
    Map<PartialKey, SpecificRecord> totals = world.totals();
    totals.keySet().removeIf(key -> !world.counts(key));
    return totals;
  }

  private static void assertNotLower(RollupFloors after, RollupFloors before) {
    for (Granularity granularity : Granularity.values()) {
      assertThat(granularity.floor(after)).isGreaterThanOrEqualTo(granularity.floor(before));
    }
  }

  private static boolean isNotNegative(SpecificRecord totals) {
    if (totals instanceof FeedbackTotals feedback) {
      return feedback.getCount() > 0
          && feedback.getPositive() >= 0
          && feedback.getNegative() >= 0
          && feedback.getNeutral() >= 0
          && feedback.getDelay().getCount() >= 0;
    }
    TraceTotals traces = (TraceTotals) totals;
    return traces.getThreads() >= 0
        && traces.getLabeledThreads() >= 0
        && traces.getTraces() >= 0
        && traces.getErrors() >= 0
        && traces.getTracesWithFeedback() >= 0
        && traces.getTotalTokens() >= 0
        && traces.getLatency().getCount() >= 0;
  }

  @Provide
  Arbitrary<List<Event>> events() {
    Arbitrary<Long> times = Arbitraries.longs().between(START - 6 * DAY, START + 6 * DAY);
    Arbitrary<Event> count =
        Combinators.combine(
                Arbitraries.integers().between(0, 5), AnyContributions.at(times).injectNull(0.2))
            .as((thing, is) -> world -> world.count(thing, is));
    Arbitrary<Event> time =
        Arbitraries.longs().between(1, 2 * DAY).map(passes -> world -> world.now += passes);
    Arbitrary<Event> settings =
        Arbitraries.integers()
            .between(1, 8)
            .list()
            .ofSize(3)
            .map(days -> days.stream().sorted().toList())
            .map(days -> world -> world.keep(days));
    Arbitrary<Event> fold = Arbitraries.of(1, 2, 5, 1_000).map(most -> world -> world.fold(most));
    Arbitrary<Event> restart = Arbitraries.of(1).map(once -> World::restart);
    Arbitrary<Event> turn = Arbitraries.of(1, 2, 5, 1_000).map(most -> world -> world.expire(most));
    return Arbitraries.frequencyOf(
            Tuple.of(6, count),
            Tuple.of(3, fold),
            Tuple.of(1, restart),
            Tuple.of(1, time),
            Tuple.of(1, settings),
            Tuple.of(2, turn))
        .list()
        .ofMaxSize(30);
  }
}
