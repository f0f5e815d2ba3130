package io.threadmark.processor.topology;

import static io.threadmark.processor.topology.Events.erasure;
import static io.threadmark.processor.topology.Events.feedback;
import static io.threadmark.processor.topology.Events.message;
import static io.threadmark.processor.topology.Events.onMessage;
import static io.threadmark.processor.topology.Events.onRequest;
import static io.threadmark.processor.topology.Events.onThread;
import static io.threadmark.processor.topology.Events.onTrace;
import static io.threadmark.processor.topology.Events.thread;
import static io.threadmark.processor.topology.Events.trace;
import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.law.PlainFold;
import io.threadmark.processor.stage.Retention;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.stage.Timing;
import io.threadmark.schema.project.Projects;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** A task that fails and is revived goes on with the same stage, as if nothing had been. */
class RevivalTest {
  private static final Instant START = Events.START;
  private static final int ROWS_AT_ONCE = 2;

  /** Something for each stage, and for each of their timers. */
  private static final List<SpecificRecord> EVENTS =
      List.of(
          feedback("f1", 1, onTrace("t1"), "true"),
          feedback("f2", 1, onRequest("r1"), "false"),
          feedback("f3", 1, onTrace("t1"), "false"),
          feedback("f4", 2, onTrace("late"), "true"),
          feedback("f5", 2, onThread("A"), "true"),
          feedback("f6", 3, onTrace("t1"), "true"),
          trace("t1", 1, "A", "r1"),
          trace("t2", 1, "B", null),
          message("A", "m1", 1, "hello"),
          feedback("f7", 2, onMessage("A", "m1"), "true"),
          thread("A", 2, thread -> thread.setIntents(List.of("buy"))),
          feedback("f1", 4, onTrace("t2"), "true"),
          trace("t1", 5, "B", "r2"),
          feedback("f3", 6, null, null, retraction -> retraction.setRetracted(true)),
          feedback("f5", 6, onThread("A"), "false"));

  private static final List<SpecificRecord> ERASURES =
      List.of(erasure("thread", "B", 9), erasure("user", "u1", 9));

  /** Everything fails at its first step, then at its second, until it succeeds. */
  @Test
  void whatFailedAtAnyOfItsStepsIsTakenAsIfItHadNot() {
    SimulatedCluster undisturbed = played(EVENTS, false, Retention.FOREVER);
    SimulatedCluster revived = played(EVENTS, true, Retention.FOREVER);
    assertThat(Rest.differences(revived, PlainFold.of(EVENTS, revived.clock(), LawOfOrder.WAIT)))
        .isEmpty();
    Invariants.check(revived);
    assertSame(revived, undisturbed);
  }

  @Test
  void whatFailedAmidErasingIsErasedAllTheSame() {
    List<SpecificRecord> all = new ArrayList<>(EVENTS);
    all.addAll(ERASURES);
    SimulatedCluster undisturbed = played(all, false, Retention.FOREVER);
    SimulatedCluster revived = played(all, true, Retention.FOREVER);
    assertThat(Rest.differences(revived, PlainFold.of(all, revived.clock(), LawOfOrder.WAIT)))
        .isEmpty();
    assertSame(revived, undisturbed);
  }

  @Test
  void whatFailedAmidForgettingIsForgottenAllTheSame() {
    Retention day = new Retention(Duration.ofDays(1)).with(Projects.UNSET);
    SimulatedCluster undisturbed = played(EVENTS, false, day);
    SimulatedCluster revived = played(EVENTS, true, day);
    assertThat(revived.keys(StateStores.THREADS)).isEmpty();
    assertSame(revived, undisturbed);
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void whateverComesMayFailAtEachOfItsSteps(@ForAll("histories") List<SpecificRecord> history) {
    SimulatedCluster revived = played(history, true, Retention.FOREVER);
    assertThat(Rest.differences(revived, PlainFold.of(history, revived.clock(), LawOfOrder.WAIT)))
        .isEmpty();
    Invariants.check(revived);
  }

  @Provide
  Arbitrary<List<SpecificRecord>> histories() {
    return Histories.withErasures();
  }

  @Test
  void eachTimerRunsOnceAnIntervalHoweverOftenATaskWasRevived() {
    for (StageTask task : cluster(Retention.FOREVER).tasks()) {
      int timers = task.timers();
      for (int life = 0; life < 5; life++) {
        task.revive(); // which checks as much, or timers would double for ever elsewhere
        assertThat(task.timers()).isEqualTo(timers);
      }
    }
  }

  private static SimulatedCluster cluster(Retention retention) {
    return new SimulatedCluster(
        1,
        ROWS_AT_ONCE,
        new Timing(Duration.ofMillis(500), Pipeline.BYTES, LawOfOrder.WAIT, retention),
        START);
  }

  /** Lets events come one after the other, and after some time what takes time. */
  private static SimulatedCluster played(
      List<SpecificRecord> events, boolean fails, Retention retention) {
    SimulatedCluster cluster = cluster(retention);
    if (fails) {
      cluster.tasks().forEach(StageTask::failAtEveryStep);
    }
    Schedule schedule = new Schedule(cluster, new Random(1), List.of(), START);
    for (SpecificRecord event : events) {
      cluster.arrive(event);
      while (cluster.underWay() > 0) {
        cluster.deliver(0);
      }
    }
    schedule.rest();
    cluster.setClock(LawOfOrder.end(Histories.SECONDS + 1));
    schedule.rest();
    return cluster;
  }

  /** The numbers of changes begin with the time of a life, so what waits in them is left out. */
  private static void assertSame(SimulatedCluster found, SimulatedCluster expected) {
    assertThat(readable(found)).isEqualTo(readable(expected));
    assertThat(found.labeledThreads()).isEqualTo(expected.labeledThreads());
    assertThat(found.unmatchedFeedback()).isEqualTo(expected.unmatchedFeedback());
    assertThat(found.rollups()).isEqualTo(expected.rollups());
  }

  private static Map<String, String> readable(SimulatedCluster cluster) {
    Map<String, String> rows = new TreeMap<>();
    cluster
        .rows()
        .forEach(
            (store, content) ->
                content.forEach(
                    (key, value) ->
                        rows.put(
                            store + " " + key, new String(value, StandardCharsets.ISO_8859_1))));
    return rows;
  }
}
