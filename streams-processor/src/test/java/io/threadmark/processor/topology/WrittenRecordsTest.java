package io.threadmark.processor.topology;

import static io.threadmark.processor.topology.LargeEvents.EVENT;
import static io.threadmark.processor.topology.LargeEvents.KIB;
import static io.threadmark.processor.topology.LargeEvents.MIB;
import static io.threadmark.processor.topology.LargeEvents.REQUEST;
import static io.threadmark.processor.topology.LargeEvents.THREAD;
import static io.threadmark.processor.topology.LargeEvents.TRACE;
import static io.threadmark.processor.topology.LargeEvents.entries;
import static io.threadmark.processor.topology.LargeEvents.id;
import static io.threadmark.processor.topology.LargeEvents.metadata;
import static io.threadmark.processor.topology.LargeEvents.text;
import static io.threadmark.processor.topology.LargeEvents.user;
import static io.threadmark.processor.topology.LargeEvents.words;
import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.erasure.rows.ErasureRows;
import io.threadmark.processor.resolve.ResolveStage;
import io.threadmark.processor.span.rows.SpanBounds;
import io.threadmark.processor.stage.Retention;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.stage.StoreRows;
import io.threadmark.processor.stage.Timing;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Erasure;
import io.threadmark.schema.ErrorDetail;
import io.threadmark.schema.Limits;
import io.threadmark.schema.Target;
import io.threadmark.schema.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * No row, hop or record of a topic is nearly as large as Kafka takes at most, whatever events say
 * within the limits: a stage that cannot write a record would never get past it.
 */
class WrittenRecordsTest {
  private static final int SMALL = 256 * KIB;

  /** Bounds of stores and hops that hold more than keys and figures. */
  private static final Map<String, Integer> BOUNDS =
      Map.ofEntries(
          // Merged facts: each field as large as it may be.
          Map.entry(StateStores.TRACES, 6 * MIB + MIB / 2),
          Map.entry(StateStores.THREADS, 6 * MIB + MIB / 2),
          Map.entry("ThreadHop", 6 * MIB + MIB / 2),
          // The newest items of a thread.
          Map.entry("LabeledThread", 7 * MIB + MIB / 2),
          // Versions of one piece of feedback, of which one is always kept.
          Map.entry(StateStores.IDENTITIES, 2 * MIB + SMALL),
          // One piece of feedback.
          Map.entry(StateStores.FEEDBACK, MIB + SMALL),
          Map.entry(StateStores.UNMATCHED, MIB + SMALL),
          // One span.
          Map.entry(StateStores.SPANS, MIB + SMALL),
          Map.entry("FeedbackHop", MIB + SMALL),
          Map.entry("UnmatchedHop", MIB + SMALL),
          Map.entry("UnmatchedFeedback", MIB + SMALL));

  private SimulatedCluster cluster;
  private Schedule schedule;
  private final LargeEvents events = new LargeEvents();

  @BeforeEach
  void start() {
    Timing timing =
        new Timing(Duration.ofMillis(500), Pipeline.BYTES, Duration.ofDays(7), Retention.FOREVER);
    cluster =
        new SimulatedCluster(
            1, ResolveStage.ROWS_AT_ONCE, timing, Events.START, SpanBounds.DEFAULT);
    Instant end = Events.START.plus(Duration.ofDays(8));
    schedule = new Schedule(cluster, new Random(1), List.of(end), end);
  }

  @Test
  void everyFieldOfEverythingAtItsLimit() {
    everyFieldOfAThread();
    everyFieldOfATrace();
    everyFieldOfAMessage();
    everyVersionOfFeedback();
    manySpans();
    rest();
    // What waits in vain.
    tell(
        events.feedback(
            "waits", new Target("none", null, null, null, null), text(EVENT - 2 * KIB)));
    rest();
    schedule.end();
    rest();
    assertThat(cluster.unmatchedFeedback()).isNotEmpty();
    // Another thread: all that there is moves.
    tell(events.trace(trace -> trace.setThreadId(id('o'))));
    rest();
    holds();
  }

  @Test
  void aThreadOfMoreThanARecordHolds() {
    everyFieldOfAThread();
    for (int item = 0; item < 8; item++) {
      String id = "item" + item;
      tell(events.message(message -> message.setMessageId(id).setContent(text(MIB / 2))));
      tell(
          events.trace(
              trace -> trace.setTraceId(id).setThreadId(THREAD).setOutput(text(MIB - 2 * KIB))));
      tell(events.feedback(id, new Target(id, null, null, null, null), text(MIB / 4)));
    }
    for (int item = 0; item < 1_500; item++) {
      tell(events.feedback("small" + item, new Target("item0", null, null, null, null), text(10)));
    }
    rest();
    holds();
    assertThat(cluster.labeledThreads().values()).anyMatch(thread -> thread.getTruncated());
  }

  @Test
  void manyThingsThatAreCountedOtherwiseAtOnce() {
    tell(events.trace(trace -> trace.setThreadId(THREAD).setModel("m")));
    for (int item = 0; item < 600; item++) {
      tell(events.feedback("f" + item, new Target(TRACE, null, null, null, null), text(10)));
    }
    rest();
    tell(events.facts(facts -> facts.setIntents(words(128, 60)).setIssues(words(128, 60))));
    rest();
    tell(events.facts(facts -> facts.setRemoveIntents(words(100, 60)).setIntents(words(128, 61))));
    rest();
    holds();
  }

  @Test
  void muchLargeFeedbackIsPlacedInStepsAndItsThreadErasedInSteps() {
    for (int item = 0; item < 12; item++) {
      tell(
          events.feedback(
              "f" + item, new Target(TRACE, null, null, null, null), text(EVENT - 2 * KIB)));
    }
    rest();
    tell(events.trace(trace -> trace.setThreadId(THREAD)));
    assertThat(store(StateStores.PLACING).rows()).isNotEmpty();
    rest();
    assertThat(cluster.labeledThreads().values())
        .singleElement()
        .satisfies(thread -> assertThat(thread.getFeedbackCount()).isEqualTo(12));
    tell(events.erasure(1));
    assertThat(store(StateStores.THREADS).rows()).isNotEmpty();
    rest();
    assertThat(store(StateStores.THREADS).rows()).isEmpty();
    assertThat(cluster.labeledThreads()).isEmpty();
    holds();
  }

  @Test
  void manyCommandsThatWaitForOneThingToBeErased() {
    for (int item = 0; item < 2_000; item++) {
      tell(events.message(item, message -> message.setContent(text(10))));
    }
    List<Erasure> commands = IntStream.range(0, 300).mapToObj(events::erasure).toList();
    commands.forEach(this::tell);
    rest();
    holds();
    Rows erasures = new StoreRows(store(StateStores.ERASURES));
    assertThat(commands)
        .allMatch(
            command ->
                ErasureRows.get(erasures, Validity.keyOf(command).bytes()).getFinishedAt() != null);
  }

  private MemoryStore store(String name) {
    return cluster.tasks().stream()
        .filter(task -> task.stores().containsKey(name))
        .map(task -> task.stores().get(name))
        .findFirst()
        .orElseThrow();
  }

  private void everyFieldOfAThread() {
    tell(events.facts(facts -> facts.setTitle("t".repeat(4 * KIB)).setUser(user("u"))));
    tell(events.facts(facts -> facts.setTags(entries(128, 4 * KIB))));
    tell(events.facts(facts -> facts.setIntents(words(128, 256)).setIssues(words(128, 256))));
    metadata().forEach(some -> tell(events.facts(facts -> facts.setMetadata(some))));
  }

  private void everyFieldOfATrace() {
    tell(
        events.trace(
            trace ->
                trace
                    .setThreadId(THREAD)
                    .setClientRequestId(REQUEST)
                    .setName("n".repeat(Limits.NAME_BYTES))
                    .setModel("m".repeat(Limits.NAME_BYTES))
                    .setStatus("s".repeat(Limits.NAME_BYTES))
                    .setStartTime(Events.START)
                    .setEndTime(Events.START.plusSeconds(1))
                    .setError(new ErrorDetail("c".repeat(Limits.NAME_BYTES), "m".repeat(64 * KIB)))
                    .setUser(user("v"))));
    tell(events.trace(trace -> trace.setInput(text(EVENT))));
    tell(events.trace(trace -> trace.setOutput(text(EVENT))));
    tell(events.trace(trace -> trace.setTags(entries(128, 4 * KIB))));
    metadata().forEach(some -> tell(events.trace(trace -> trace.setMetadata(some))));
    Map<String, Long> usage = new HashMap<>();
    words(64, 256).forEach(name -> usage.put(name, Limits.USAGE_COUNT));
    for (int span = 0; span < 40; span++) {
      String id = words(100, 256).get(span);
      tell(events.trace(trace -> trace.setSpanId(id).setUsage(usage)));
    }
  }

  private void everyFieldOfAMessage() {
    tell(
        events.message(
            message ->
                message
                    .setRole("r".repeat(Limits.ROLE_BYTES))
                    .setName("n".repeat(Limits.NAME_BYTES))
                    .setTraceId(TRACE)
                    .setUser(user("w"))));
    tell(events.message(message -> message.setContent(text(EVENT))));
    tell(events.message(message -> message.setTags(entries(128, 4 * KIB))));
    metadata().forEach(some -> tell(events.message(message -> message.setMetadata(some))));
  }

  private void manySpans() {
    for (int span = 0; span < 6; span++) {
      String id = words(100, 256).get(span);
      tell(events.span(id, EVENT - 4 * KIB));
    }
  }

  private void everyVersionOfFeedback() {
    for (Target target :
        List.of(
            new Target(TRACE, null, null, null, "s".repeat(256)),
            new Target(null, REQUEST, null, null, null),
            new Target(null, null, THREAD, id('m'), null))) {
      for (int version = 0; version < 12; version++) {
        tell(events.feedback(id('f'), target, text(version % 2 == 0 ? EVENT - 2 * KIB : 100)));
      }
    }
  }

  private void tell(SpecificRecord event) {
    assertThat(Validity.problem(event, Events.START.toEpochMilli())).isNull();
    assertThat(RecordBytes.write(event).length).isLessThan(EVENT + 64 * KIB);
    cluster.arrive(event);
    while (cluster.underWay() > 0) {
      cluster.deliver(0);
    }
  }

  private void rest() {
    schedule.rest();
  }

  private void holds() {
    Map<String, Integer> largest = new TreeMap<>(cluster.largestSent());
    cluster
        .tasks()
        .forEach(
            task ->
                task.stores()
                    .forEach((name, store) -> largest.merge(name, store.largest(), Math::max)));
    largest.forEach(
        (name, bytes) ->
            assertThat(bytes)
                .as("bytes of " + name)
                .isLessThan(BOUNDS.getOrDefault(name, SMALL))
                .isLessThan(Topic.MAX_RECORD_BYTES - MIB / 2));
  }
}
