package io.threadmark.processor.topology;

import static io.threadmark.processor.topology.Events.erasure;
import static io.threadmark.processor.topology.Events.feedback;
import static io.threadmark.processor.topology.Events.message;
import static io.threadmark.processor.topology.Events.onThread;
import static io.threadmark.processor.topology.Events.onTrace;
import static io.threadmark.processor.topology.Events.trace;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.law.PlainFold;
import io.threadmark.processor.resolve.rows.FeedbackRows;
import io.threadmark.processor.stage.Retention;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.stage.Timing;
import io.threadmark.schema.project.Projects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A row that a timer cannot work on stops nothing else of its partition, and is told. */
class PoisonedRowTest {
  private static final byte[] NONSENSE = {4, -1, -1, -1, -1, -1, -1, -1};
  private static final byte[] LONG_AGO = new byte[Long.BYTES];
  private static final int ROUNDS = 100;

  private static final List<SpecificRecord> EVENTS =
      List.of(
          feedback("f1", 1, onTrace("t1"), "true"),
          feedback("f2", 1, onTrace("t1"), "false"),
          feedback("f3", 1, onTrace("t1"), "false"),
          feedback("f4", 2, onTrace("never"), "true"),
          message("A", "m1", 1, "hello"),
          trace("t1", 1, "A", null));

  @Test
  void otherThreadsArePublished() {
    goesOn("publish-threads", StateStores.DIRTY, bytes("\1"), LONG_AGO, EVENTS);
  }

  @Test
  void otherWaitsEnd() {
    String first = new String(FeedbackRows.waitingSince(0), ISO_8859_1);
    goesOn("end-waits", StateStores.WAITING, bytes(first + "nonsense\0f\0"), NONSENSE, EVENTS);
  }

  @Test
  void otherRefsArePlaced() {
    goesOn("place-feedback", StateStores.PLACING, bytes("\1"), NONSENSE, EVENTS);
  }

  @ParameterizedTest
  @CsvSource({"erased-feedback", "erased-refs", "erased-threads"})
  void otherThingsAreErased(String store) {
    List<SpecificRecord> events = new ArrayList<>(EVENTS);
    events.add(erasure("thread", "A", 5));
    goesOn(store.replace("erased", "erase"), store, bytes("d\0k\0"), NONSENSE, events);
  }

  private static void goesOn(
      String timer, String store, byte[] poison, byte[] row, List<SpecificRecord> events) {
    SimulatedCluster cluster = cluster(Retention.FOREVER);
    for (StageTask task : cluster.tasks()) {
      if (task.stores().containsKey(store)) {
        task.stores().get(store).put(Bytes.wrap(poison), row);
      }
    }
    events.forEach(cluster::arrive);
    runs(cluster);
    cluster.setClock(LawOfOrder.end(100));
    runs(cluster);
    String there = store + " " + new String(poison, ISO_8859_1).replaceAll("[^\\x20-\\x7E]+", "|");
    assertThat(Rest.differences(cluster, PlainFold.of(events, cluster.clock(), LawOfOrder.WAIT)))
        .as("differences, but for the row itself")
        .allSatisfy(difference -> assertThat(difference.strip()).startsWith(there.strip()));
    isTold(cluster, timer);
  }

  /** What is named 0 comes first wherever things are looked through. */
  @ParameterizedTest
  @CsvSource({
    "forget-threads, threads, acme/h/0",
    "forget-unplaced, feedback, acme/t/0",
    "forget-retracted, identities, acme/f/0"
  })
  void otherThingsAreForgotten(String timer, String store, String poisoned) {
    SimulatedCluster cluster = cluster(new Retention(Duration.ofDays(1)).with(Projects.UNSET));
    cluster.arrive(message("0", "m", 1, "hello"));
    cluster.arrive(feedback("x", 1, onTrace("0"), "true"));
    cluster.arrive(feedback("0", 1, onThread("B"), "true", said -> said.setRetracted(true)));
    cluster.arrive(feedback("f5", 1, onThread("B"), "true", said -> said.setRetracted(true)));
    EVENTS.forEach(cluster::arrive);
    runs(cluster);
    for (StageTask task : cluster.tasks()) {
      if (task.stores().containsKey(store)) {
        var rows = task.stores().get(store).rows();
        rows.replaceAll((key, row) -> text(key).startsWith(poisoned + "\0") ? NONSENSE : row);
      }
    }
    cluster.setClock(LawOfOrder.end(100));
    runs(cluster);
    assertThat(cluster.keys(store))
        .isNotEmpty()
        .filteredOn(key -> key.startsWith("acme/"))
        .allSatisfy(key -> assertThat(key).startsWith(poisoned + "\0"));
    isTold(cluster, timer);
  }

  private static SimulatedCluster cluster(Retention retention) {
    return new SimulatedCluster(
        1,
        2,
        new Timing(Duration.ofMillis(500), Pipeline.BYTES, LawOfOrder.WAIT, retention),
        Events.START);
  }

  private static void runs(SimulatedCluster cluster) {
    for (int round = 0; round < ROUNDS; round++) {
      while (cluster.underWay() > 0) {
        cluster.deliver(0);
      }
      cluster.tasks().forEach(StageTask::runTimers);
      cluster.setClock(cluster.clock().plusMillis(100));
    }
  }

  private static void isTold(SimulatedCluster cluster, String timer) {
    assertThat(cluster.timers().failing())
        .filteredOn(failing -> failing.timer().equals(timer))
        .singleElement()
        .satisfies(
            failing -> {
              assertThat(failing.turnFails()).isFalse();
              assertThat(failing.rowsAside()).isEqualTo(1);
            });
  }

  private static String text(Bytes key) {
    return new String(key.get(), ISO_8859_1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
