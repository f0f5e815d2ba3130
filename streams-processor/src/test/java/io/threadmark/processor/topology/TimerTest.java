package io.threadmark.processor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.threadmark.processor.stage.Letters;
import io.threadmark.processor.stage.Stage;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.stage.Timer;
import io.threadmark.processor.stage.Timers;
import io.threadmark.processor.stage.Timers.Failing;
import io.threadmark.processor.stage.Trial;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Key;
import io.threadmark.schema.state.ForgetHop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimerTest {
  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final long LONGEST_MS = Trial.BACKOFF.longest().toMillis();
  private static final String STORE = StateStores.IDENTITIES;
  private static final Key ANY = Key.thread("acme", "th");

  /** Has two timers: one writes and sends and then fails as it is told, one goes row by row. */
  private static final class TwoTimers extends Stage {
    final Counter counter;
    final List<String> rowsAtATurn = new ArrayList<>();
    final Set<String> poisoned = new TreeSet<>();
    RuntimeException failure;
    Rows.Mutable rows;
    long turns;
    long rowTurns;

    TwoTimers(Timers timers, Counter counter) {
      super(new Letters("identify", RecordBytes.SERIALIZER), timers);
      this.counter = counter;
    }

    @Override
    protected void begin() {
      rows = rows(STORE);
      every("whole", INTERVAL, now -> whole());
      Timer[] timer = {null};
      timer[0] =
          every(
              "by row",
              INTERVAL,
              now -> {
                rowTurns++;
                rowsAtATurn.forEach(row -> timer[0].each(row.getBytes(UTF_8), this::row));
              });
    }

    private void whole() {
      turns++;
      rows.put("whole".getBytes(UTF_8), new byte[] {(byte) turns});
      send(ANY, new ForgetHop("", "whole"));
      count(counter);
      if (failure != null) {
        throw failure;
      }
    }

    private void row(byte[] key) {
      rows.put(key, new byte[] {1});
      send(ANY, new ForgetHop("", new String(key, UTF_8)));
      count(counter);
      if (poisoned.contains(new String(key, UTF_8))) {
        throw failure == null ? new IllegalArgumentException("poison") : failure;
      }
    }

    @Override
    protected void receive(byte[] key, SpecificRecord value) {
      rows.put(key, new byte[] {2});
    }
  }

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Timers timers = new Timers(metrics);
  private final Counter counter = metrics.counter("counted");
  private final TwoTimers stage = new TwoTimers(timers, counter);
  private final Map<String, MemoryStore> stores = new HashMap<>();
  private final List<Record<byte[], SpecificRecord>> sent = new ArrayList<>();
  private final Trap trap = new Trap();
  private TaskContext<byte[]> context;
  private long nowMs = 1_000_000;

  @BeforeEach
  void start() {
    context = new TaskContext<>(new TaskId(0, 7), stores, () -> nowMs, sent::add, trap);
    stage.init(context);
  }

  @Test
  void aTurnThatFailsChangesSendsAndCountsNothingAndEndsNoThread() {
    stage.failure = new IllegalStateException("a fault");
    turn();
    assertThat(rows()).isEmpty();
    assertThat(sent).isEmpty();
    assertThat(counter.count()).isZero();
  }

  @Test
  void whatATurnThatFailedDidIsNotCommittedByTheNextRecord() {
    stage.failure = new IllegalStateException("a fault");
    turn();
    stage.process(new Record<>("record".getBytes(UTF_8), null, 7));
    assertThat(rows()).containsExactly("record");
    assertThat(sent).isEmpty();
  }

  @Test
  void otherTimersAndRecordsGoOn() {
    stage.failure = new IllegalStateException("a fault");
    stage.rowsAtATurn.add("a");
    turn();
    assertThat(rows()).containsExactly("a");
    assertThat(sent).hasSize(1);
  }

  @Test
  void aTimerThatFailsIsTriedAgainAfterALongerWaitEachTimeButForABound() {
    stage.failure = new IllegalStateException("a fault");
    List<Long> waits = new ArrayList<>();
    long last = nowMs;
    while (waits.size() < 9) {
      long before = stage.turns;
      turn();
      if (stage.turns > before) {
        waits.add(nowMs - last);
        last = nowMs;
      }
      nowMs += INTERVAL.toMillis();
    }
    assertThat(waits)
        .containsExactly(
            0L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 32_000L, LONGEST_MS, LONGEST_MS);
  }

  @Test
  void noTurnIsTakenWhileTimersAreHeld() {
    stage.rowsAtATurn.add("a");
    timers.hold();
    turn();
    assertThat(rows()).isEmpty();
    assertThat(sent).isEmpty();
    timers.release();
    turn();
    assertThat(rows()).containsExactly("a", "whole");
  }

  @Test
  void whereTheClockIsPutBackNoTimerWaitsForIt() {
    stage.failure = new IllegalStateException("a fault");
    turn();
    nowMs -= 3_600_000;
    stage.failure = null;
    turn();
    assertThat(rows()).containsExactly("whole");
  }

  @Test
  void whatFailsIsToldUntilItSucceeds() {
    assertThat(timers.failing()).isEmpty();
    assertThat(failuresOf("whole")).isZero();
    stage.failure = new IllegalStateException("a fault");
    long since = nowMs;
    turn();
    nowMs += 1_000;
    turn();
    assertThat(timers.failing())
        .containsExactly(
            new Failing("whole", 7, true, 0, Instant.ofEpochMilli(since), "IllegalStateException"));
    assertThat(failuresOf("whole")).isEqualTo(2);
    assertThat(gauge("timers.failing", "whole")).isEqualTo(1);
    stage.failure = null;
    nowMs += 2_000;
    turn();
    assertThat(timers.failing()).isEmpty();
    assertThat(gauge("timers.failing", "whole")).isZero();
    assertThat(rows()).containsExactly("whole");
  }

  @Test
  void aTaskThatIsClosedTellsOfNoFailures() {
    stage.failure = new IllegalStateException("a fault");
    turn();
    stage.close();
    assertThat(timers.failing()).isEmpty();
    assertThat(context.timers()).isEmpty();
  }

  @Test
  void aRowThatFailsIsSetAsideAndTheOthersGoOn() {
    stage.rowsAtATurn.addAll(List.of("a", "b", "c"));
    stage.poisoned.add("b");
    turn();
    assertThat(rows()).containsExactly("a", "c", "whole");
    assertThat(counter.count()).isEqualTo(3);
    assertThat(timers.failing())
        .containsExactly(
            new Failing(
                "by row", 7, false, 1, Instant.ofEpochMilli(nowMs), "IllegalArgumentException"));
    assertThat(gauge("timer.rows.aside", "by row")).isEqualTo(1);
    turn();
    assertThat(failuresOf("by row")).as("is not tried at each turn").isEqualTo(1);
  }

  @Test
  void aRowThatIsSetAsideIsTriedAgainAlsoWhereNoTurnComesToIt() {
    stage.rowsAtATurn.addAll(List.of("a", "b"));
    stage.poisoned.add("b");
    turn();
    stage.rowsAtATurn.clear();
    nowMs += 1_000;
    turn();
    assertThat(failuresOf("by row")).isEqualTo(2);
    stage.poisoned.clear();
    nowMs += 1_999;
    turn();
    assertThat(rows()).doesNotContain("b");
    nowMs += 1;
    turn();
    assertThat(rows()).contains("b");
    assertThat(timers.failing()).isEmpty();
  }

  @Test
  void whereVeryManyRowsFailTheTimerItselfWaits() {
    IntStream.range(0, 200).forEach(row -> stage.rowsAtATurn.add("row-%03d".formatted(row)));
    stage.poisoned.addAll(stage.rowsAtATurn);
    turn();
    Failing failing = timers.failing().get(0);
    assertThat(failing.turnFails()).isTrue();
    assertThat(failing.rowsAside()).isEqualTo(100);
    turn();
    assertThat(stage.rowTurns).isEqualTo(1);
    assertThat(rows()).containsExactly("whole");
  }

  /** At any of its steps, whatever it is that fails there. */
  @Test
  void whatKafkaOrAStoreFailsOnIsThrownAndNothingIsLeftForALaterCommit() {
    stage.rowsAtATurn.addAll(List.of("a", "b"));
    for (RuntimeException failure :
        List.of(
            new InvalidStateStoreException("closed"),
            new TaskCorruptedException(Set.of()),
            new IllegalStateException("of a native library"))) {
      for (int timer = 0; timer < 2; timer++) {
        int number = timer;
        for (int step = 0; step < 2; step++) {
          trap.set(step, failure);
          assertThatThrownBy(() -> context.timers().get(number).punctuate(nowMs))
              .isInstanceOf(KafkaException.class);
          trap.unset();
          stores.values().forEach(MemoryStore::rollBackRows);
          sent.clear();
          stage.process(new Record<>("record".getBytes(UTF_8), null, 7));
          assertThat(rows()).containsExactly("record");
          assertThat(sent).isEmpty();
          stores.values().forEach(MemoryStore::rollBackRows);
        }
      }
    }
    assertThat(timers.failing()).isEmpty();
  }

  @Test
  void afterARevivalEachTimerRunsOnceAnInterval() {
    for (int life = 0; life < 4; life++) {
      stage.close();
      stage.init(context);
    }
    turn();
    assertThat(stage.turns).isEqualTo(1);
    assertThat(stage.rowTurns).isEqualTo(1);
  }

  @Test
  void aLifeThatEndsWithoutAWordLeavesNoTimersEither() {
    stage.init(context);
    turn();
    assertThat(stage.turns).isEqualTo(1);
  }

  @Test
  void inANewLifeWhatWasSetAsideIsTriedAtOnce() {
    stage.rowsAtATurn.add("a");
    stage.poisoned.add("a");
    turn();
    stage.poisoned.clear();
    stage.init(context);
    turn();
    assertThat(rows()).contains("a");
    assertThat(timers.failing()).isEmpty();
  }

  private void turn() {
    List.copyOf(context.timers()).forEach(timer -> timer.punctuate(nowMs));
  }

  private List<String> rows() {
    return stores.get(STORE).rows().keySet().stream()
        .map(key -> new String(key.get(), UTF_8))
        .toList();
  }

  private double failuresOf(String timer) {
    return metrics.get("threadmark.processor.timer.failures").tag("timer", timer).counter().count();
  }

  private double gauge(String name, String timer) {
    return metrics.get("threadmark.processor." + name).tag("timer", timer).gauge().value();
  }
}
