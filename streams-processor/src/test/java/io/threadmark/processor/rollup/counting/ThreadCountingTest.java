package io.threadmark.processor.rollup.counting;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.rollup.rows.Granularity;
import io.threadmark.processor.rollup.rows.Part;
import io.threadmark.processor.rollup.rows.PartialKey;
import io.threadmark.processor.thread.rows.Named;
import io.threadmark.processor.thread.rows.ThreadWriter;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.FeedbackTotals;
import io.threadmark.schema.Key;
import io.threadmark.schema.Project;
import io.threadmark.schema.Source;
import io.threadmark.schema.Trace;
import io.threadmark.schema.TraceTotals;
import io.threadmark.schema.project.Projects;
import io.threadmark.schema.state.FactsRow;
import io.threadmark.schema.state.PlacedFeedback;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** What threads add to totals is taken away again, whatever settings are when it comes and goes. */
class ThreadCountingTest {
  private static final Key THREAD = Key.thread("acme", "thread");
  private static final int ALL = 1_000;

  private static final ThreadWriter.Leaving UNHEARD =
      new ThreadWriter.Leaving() {
        @Override
        public void leaves(String feedbackId, String writer) {}

        @Override
        public void messageLeaves(String messageId, Named named) {}

        @Override
        public void factsLeave(Named named) {}
      };

  /** A thread in a project whose tag keys change. */
  private static final class World {
    final Project settings = Projects.UNSET.of("acme");
    final CountingPartition partition;

    World(int rowsAtOnce) {
      partition = new CountingPartition(project -> settings, rowsAtOnce);
    }

    ThreadWriter thread() {
      return partition.thread(THREAD);
    }

    Map<PartialKey, SpecificRecord> totals() {
      return CountingPartition.read(partition.rest().totals());
    }

    /** The values of a dimension that anything counts under. */
    Set<String> values(String dimension) {
      return totals().keySet().stream()
          .filter(key -> key.dimension().equals(dimension))
          .map(PartialKey::value)
          .collect(Collectors.toSet());
    }

    SpecificRecord total(String dimension, String value, Part part) {
      return totals().entrySet().stream()
          .filter(total -> total.getKey().granularity() == Granularity.DAY)
          .filter(total -> total.getKey().dimension().equals(dimension))
          .filter(total -> total.getKey().value().equals(value))
          .filter(total -> total.getKey().part().equals(part))
          .map(Map.Entry::getValue)
          .findFirst()
          .orElse(null);
    }
  }

  /** Something happens. */
  private interface Event {
    void in(World world);
  }

  @Property(tries = 300)
  void ofAThreadThatIsErasedNothingIsLeft(
      @ForAll("events") List<Event> events,
      @ForAll @IntRange(min = 1, max = 4) int rowsAtOnce,
      @ForAll @IntRange(min = 1, max = 3) int itemsAtOnce) {
    World world = new World(rowsAtOnce);
    events.forEach(event -> event.in(world));
    while (world.thread().removeSome(itemsAtOnce, UNHEARD) == itemsAtOnce) {
      // the next ones
    }
    assertThat(world.totals()).isEmpty();
    assertThat(world.partition.remembersNothing()).isTrue();
  }

  @Property(tries = 300)
  void ofAThreadThatIsForgottenTheTotalsStay(
      @ForAll("events") List<Event> events, @ForAll @IntRange(min = 1, max = 3) int itemsAtOnce) {
    World world = new World(ALL);
    events.forEach(event -> event.in(world));
    Map<PartialKey, SpecificRecord> before = world.totals();
    while (world.partition.forgotten(THREAD).removeSome(itemsAtOnce, UNHEARD) == itemsAtOnce) {
      // the next ones
    }
    assertThat(world.totals()).isEqualTo(before);
    assertThat(world.partition.remembersNothing()).isTrue();
  }

  @Property(tries = 300)
  void howManyRowsAreCountedAnewAtOnceMakesNoDifference(
      @ForAll("eventsUnderOneSetting") List<Event> events) {
    World slow = new World(1);
    World fast = new World(ALL);
    slow.settings.setTagKeys(List.of("k"));
    fast.settings.setTagKeys(List.of("k"));
    events.forEach(
        event -> {
          event.in(slow);
          event.in(fast);
        });
    assertThat(slow.totals()).isEqualTo(fast.totals());
  }

  @Test
  void underAnOlderSettingAThingCountsUntilItChanges() {
    World world = new World(ALL);
    world.settings.setTagKeys(List.of("old"));
    world.thread().put("t1", "ref", Said.trace(1, trace -> tagged(trace, "m")));
    world.thread().put("f1", "ref", Said.feedback(2, "t1", "true", feedback -> {}));
    Map<PartialKey, SpecificRecord> before = world.totals();
    assertThat(world.values("tag:old")).containsExactly("1");

    world.settings.setTagKeys(List.of("new"));
    assertThat(world.totals()).isEqualTo(before);

    world.thread().put("t1", "ref", Said.trace(1, trace -> tagged(trace, "other")));
    assertThat(world.values("tag:old")).isEmpty();
    assertThat(world.values("tag:new")).containsExactly("2");
    assertThat(world.values("model")).containsExactly("other");
    assertThat(world.total("tag:new", "2", series("true")))
        .isInstanceOfSatisfying(
            FeedbackTotals.class, feedback -> assertThat(feedback.getCount()).isEqualTo(1));
  }

  private static void tagged(Trace.Builder trace, String model) {
    trace.setModel(model).setTags(Map.of("old", "1", "new", "2"));
  }

  @Test
  void aTraceWithManyPiecesHasFeedbackOnceUntilTheLastOneGoes() {
    World world = new World(2);
    world.thread().put("t1", "ref", Said.trace(1, trace -> trace.setModel("m")));
    for (int piece = 0; piece < 7; piece++) {
      world.thread().put("f" + piece, "ref", Said.feedback(2, "t1", "true", feedback -> {}));
    }
    assertThat(tracesWithFeedback(world)).isEqualTo(1);
    for (int piece = 0; piece < 6; piece++) {
      world.thread().put("f" + piece, "ref", (PlacedFeedback) null);
    }
    assertThat(tracesWithFeedback(world)).isEqualTo(1);
    world.thread().put("f6", "ref", (PlacedFeedback) null);
    assertThat(tracesWithFeedback(world)).isZero();
  }

  private static long tracesWithFeedback(World world) {
    return ((TraceTotals) world.total("model", "m", Part.TRACES)).getTracesWithFeedback();
  }

  @Test
  void aThreadOfManyItemsIsCountedAnewStepByStep() {
    World world = new World(3);
    IntStream.range(0, 10)
        .forEach(
            item -> {
              world.thread().put("t" + item, "ref", Said.trace(item, trace -> {}));
              world
                  .thread()
                  .put("f" + item, "ref", Said.feedback(item, "t" + item, "true", f -> {}));
            });
    world.partition.rest();
    world.thread().merge(Said.facts(1, facts -> facts.setIntents(List.of("first"))));
    world.partition.step();
    world.thread().merge(Said.facts(2, facts -> facts.setRemoveIntents(List.of("first"))));
    world.thread().merge(Said.facts(3, facts -> facts.setIntents(List.of("second"))));
    int steps = 1;
    while (world.partition.step()) {
      steps++;
    }
    assertThat(steps).isGreaterThan(10);
    assertThat(world.values("intent")).containsExactly("second");
    assertThat(((TraceTotals) world.total("intent", "second", Part.TRACES)).getTraces())
        .isEqualTo(10);
  }

  @Test
  void whatAnotherProducerWritesIsCountedAndReadAgain() {
    World world = new World(ALL);
    world
        .thread()
        .put(
            "f1",
            "ref",
            Said.feedback(
                1,
                null,
                "12345678901234567890123456789012345678E+2147483640",
                feedback ->
                    feedback
                        .setKind("NUMERIC")
                        .setName("a\u0000b")
                        .setSignal("E\u0000j")
                        .setSource(new Source("H\u0000f\u0000", "u"))));
    assertThat(world.totals().keySet())
        .extracting(PartialKey::part)
        .contains(new Part.Series("a b", "E j", "H f ", null));
    world.thread().removeSome(ALL, UNHEARD);
    assertThat(world.totals()).isEmpty();
  }

  private static Part series(String category) {
    Feedback usual = Said.feedback(0, null, "true", feedback -> {}).getLive().getFeedback();
    return new Part.Series(
        usual.getName(), usual.getSignal(), usual.getSource().getType(), category);
  }

  /** What happens to a few items of a thread, and to the settings. */
  @Provide
  Arbitrary<List<Event>> events() {
    Arbitrary<Event> settings =
        Arbitraries.of("k", "l", "m")
            .set()
            .map(keys -> world -> world.settings.setTagKeys(List.copyOf(keys)));
    return Arbitraries.frequencyOf(Tuple.of(8, items()), Tuple.of(1, settings))
        .list()
        .ofMaxSize(25);
  }

  @Provide
  Arbitrary<List<Event>> eventsUnderOneSetting() {
    return items().list().ofMaxSize(25);
  }

  private static Arbitrary<Event> items() {
    Arbitrary<String> traces = Arbitraries.of("t1", "t2");
    Arbitrary<Integer> seconds = Arbitraries.of(0, 30, 90, 86_400);
    Arbitrary<Map<String, String>> tags =
        Arbitraries.maps(Arbitraries.of("k", "l"), Arbitraries.of("1", "2")).ofMaxSize(2);
    Arbitrary<Event> trace =
        Combinators.combine(traces, seconds, Arbitraries.of("a", "b").injectNull(0.2), tags)
            .as(
                (id, second, model, tagged) ->
                    world ->
                        world
                            .thread()
                            .put(
                                id,
                                "ref",
                                Said.trace(second, said -> said.setModel(model).setTags(tagged))));
    Arbitrary<Event> noTrace =
        traces.map(id -> world -> world.thread().put(id, "ref", (FactsRow) null));
    Arbitrary<Event> feedback =
        Combinators.combine(
                Arbitraries.of("f1", "f2", "f3", "f4"),
                seconds,
                traces.injectNull(0.3),
                Arbitraries.of("true", "false"),
                Arbitraries.of("x", "y"),
                Arbitraries.of("f9").injectNull(0.8))
            .as(
                (id, second, traceId, value, name, supersededBy) ->
                    world -> {
                      var said = Said.feedback(second, traceId, value, f -> f.setName(name));
                      said.getLive().setSupersededBy(supersededBy);
                      world.thread().put(id, "ref", said);
                    });
    Arbitrary<Event> noFeedback =
        Arbitraries.of("f1", "f2", "f3", "f4")
            .map(id -> world -> world.thread().put(id, "ref", (PlacedFeedback) null));
    Arbitrary<Event> facts =
        Combinators.combine(Arbitraries.integers().between(0, 50), Arbitraries.of("p", "q"), tags)
            .as(
                (second, intent, tagged) ->
                    world ->
                        world
                            .thread()
                            .merge(
                                Said.facts(
                                    second,
                                    said ->
                                        (second % 3 == 0
                                                ? said.setRemoveIntents(List.of(intent))
                                                : said.setIntents(List.of(intent)))
                                            .setTags(tagged))));
    Arbitrary<Event> step = Arbitraries.of(1).map(once -> world -> world.partition.step());
    Arbitrary<Event> fold = Arbitraries.of(1, 3).map(most -> world -> world.partition.fold(most));
    return Arbitraries.frequencyOf(
        Tuple.of(4, trace),
        Tuple.of(1, noTrace),
        Tuple.of(6, feedback),
        Tuple.of(1, noFeedback),
        Tuple.of(3, facts),
        Tuple.of(2, step),
        Tuple.of(2, fold));
  }
}
