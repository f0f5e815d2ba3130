package io.threadmark.processor.topology;

import static io.threadmark.processor.topology.Events.erasure;
import static io.threadmark.processor.topology.Events.feedback;
import static io.threadmark.processor.topology.Events.message;
import static io.threadmark.processor.topology.Events.onRequest;
import static io.threadmark.processor.topology.Events.onThread;
import static io.threadmark.processor.topology.Events.onTrace;
import static io.threadmark.processor.topology.Events.trace;
import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.law.PlainFold;
import io.threadmark.processor.rollup.rows.ChangeQueue;
import io.threadmark.processor.stage.Retention;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.stage.StoreRows;
import io.threadmark.processor.stage.Timing;
import io.threadmark.processor.store.RowCodec;
import io.threadmark.schema.Erasure;
import io.threadmark.schema.Message;
import io.threadmark.schema.state.ClaimHop;
import io.threadmark.schema.state.ErasureRow;
import io.threadmark.schema.state.FeedbackHop;
import io.threadmark.schema.state.MentionHop;
import io.threadmark.schema.state.OverrideHop;
import io.threadmark.schema.state.ThreadHop;
import io.threadmark.schema.state.UnmatchedHop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Once an erasure says that it is done, no query shows anything of what was erased. */
class ErasureDoneTest {
  private static final Timing TIMING =
      new Timing(Duration.ofMillis(500), Pipeline.BYTES, LawOfOrder.WAIT, Retention.FOREVER);

  private static final Instant LATE = LawOfOrder.end(86_400);
  private static final int MOST_ROUNDS = 100_000;
  private static final int ROUNDS = 20;

  /** What the erasure of thread A takes along is also at other stages, by each kind of hop. */
  private static final List<SpecificRecord> HISTORY =
      List.of(
          Message.newBuilder(message("A", "m1", 1, "x")).setTraceId("t2").build(),
          trace("t1", 1, "A", "r1"),
          trace("t1", 2, "B", null),
          trace("t2", 2, "C", null),
          feedback("f1", 3, onThread("A"), "true"),
          feedback("f1", 4, onThread("D"), "true"),
          feedback("f2", 3, onRequest("r1"), "true", said -> said.setOverrides("f3")),
          feedback("f3", 3, onTrace("t2"), "false"),
          feedback("f4", 3, onThread("A"), "true"),
          feedback("f4", 4, onTrace("never"), "true"));

  private static final Erasure COMMAND = erasure("thread", "A", 6);

  @ParameterizedTest
  @ValueSource(
      classes = {
        ThreadHop.class,
        FeedbackHop.class,
        OverrideHop.class,
        ClaimHop.class,
        MentionHop.class,
        UnmatchedHop.class
      })
  void anErasureIsNotDoneWhileWhatItTakesAwayIsUnderWay(Class<?> hop) {
    SimulatedCluster cluster = new SimulatedCluster(2, 100, TIMING, LATE);
    HISTORY.forEach(cluster::arrive);
    rounds(cluster, null);
    cluster.arrive(COMMAND);
    rounds(cluster, hop);
    assertThat(cluster.underWay()).as("removals that are under way").isPositive();
    assertThat(areDone(cluster)).as("whether the erasure is done").isFalse();

    rounds(cluster, null);
    assertThat(areDone(cluster)).as("whether the erasure is done in the end").isTrue();
    assertErased(cluster, HISTORY, List.of(COMMAND));
  }

  @Test
  void onceAnErasureIsDoneTheTotalsAreWithoutWhatItTookAway() {
    SimulatedCluster cluster = new SimulatedCluster(2, 100, TIMING, LATE);
    HISTORY.forEach(cluster::arrive);
    rounds(cluster, null);
    cluster.arrive(COMMAND);
    for (int round = 0; !areDone(cluster); round++) {
      assertThat(round).as("rounds").isLessThan(ROUNDS);
      cluster.deliverAllBut(null);
      if (!areDone(cluster)) {
        cluster.tasks().forEach(StageTask::runTimers);
      }
    }
    for (StageTask task : cluster.tasks()) {
      if (task.stores().containsKey(StateStores.PARTIALS)) {
        assertThat(ChangeQueue.newest(StoreRows.mutable(task.stores().get(StateStores.PARTIALS))))
            .as("the newest change that is not in the totals; none")
            .isEqualTo(Long.MIN_VALUE);
      }
    }
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void onceAllErasuresAreDoneWhatQueriesSeeIsAsIfNothingOfItHadEverCome(
      @ForAll("historiesWithErasures") List<SpecificRecord> history, @ForAll long seed) {
    Random random = new Random(seed);
    SimulatedCluster cluster =
        new SimulatedCluster(
            1 + random.nextInt(3), 1 + random.nextInt(LawOfOrder.MOST_STEP), TIMING, LATE);
    List<SpecificRecord> said = new ArrayList<>();
    List<SpecificRecord> commands = new ArrayList<>();
    history.forEach(event -> (event instanceof Erasure ? commands : said).add(event));
    Schedule schedule = new Schedule(cluster, random, List.of(LATE), LATE);
    schedule.play(said);
    schedule.rest();

    commands.forEach(cluster::arrive);
    for (int round = 0; !areDone(cluster); round++) {
      assertThat(round).as("rounds").isLessThan(MOST_ROUNDS);
      int chance = random.nextInt(10);
      if (chance > 2 && cluster.underWay() > 0) {
        cluster.deliver(random.nextInt(cluster.underWay()));
      } else if (chance > 0) {
        anyTask(cluster, random).runTimers();
      } else {
        anyTask(cluster, random).revive();
      }
    }
    assertErased(cluster, said, commands);
  }

  private static StageTask anyTask(SimulatedCluster cluster, Random random) {
    return cluster.tasks().get(random.nextInt(cluster.tasks().size()));
  }

  /** Lets all happen that can, but for what a kind of hop would bring. */
  private static void rounds(SimulatedCluster cluster, Class<?> heldBack) {
    for (int round = 0; round < ROUNDS; round++) {
      cluster.deliverAllBut(heldBack);
      cluster.tasks().forEach(StageTask::runTimers);
    }
    cluster.deliverAllBut(heldBack);
  }

  private static void assertErased(
      SimulatedCluster cluster,
      List<SpecificRecord> said,
      List<? extends SpecificRecord> commands) {
    List<SpecificRecord> all = new ArrayList<>(said);
    all.addAll(commands);
    assertThat(
            Rest.differencesOfStores(cluster, PlainFold.of(all, cluster.clock(), LawOfOrder.WAIT)))
        .as("differences from what is left")
        .isEmpty();
  }

  private static boolean areDone(SimulatedCluster cluster) {
    List<ErasureRow> rows =
        cluster.tasks().stream()
            .map(task -> task.stores().get(StateStores.ERASURES))
            .filter(Objects::nonNull)
            .flatMap(store -> store.rows().values().stream())
            .map(new RowCodec<>(ErasureRow.class)::read)
            .toList();
    return !rows.isEmpty() && rows.stream().allMatch(row -> row.getFinishedAt() != null);
  }

  @Provide
  Arbitrary<List<SpecificRecord>> historiesWithErasures() {
    return Histories.withErasures();
  }
}
