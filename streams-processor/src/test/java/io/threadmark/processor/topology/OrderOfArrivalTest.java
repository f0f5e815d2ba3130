package io.threadmark.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.schema.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.specific.SpecificRecord;

/** Whatever the order of arrival and however often an event comes, what is at rest is the same. */
class OrderOfArrivalTest {
  private static final List<String> STORES =
      List.of(
          StateStores.IDENTITIES,
          StateStores.TRACES,
          StateStores.CLAIMS,
          StateStores.FEEDBACK,
          StateStores.WAITING,
          StateStores.UNMATCHED,
          StateStores.THREADS,
          StateStores.DIRTY,
          StateStores.PLACING);

  @Property(tries = 100)
  void everyOrderOfArrivalHasOneOutcome(
      @ForAll("histories") List<SpecificRecord> history, @ForAll Random random) {
    List<SpecificRecord> other = new ArrayList<>(history);
    for (SpecificRecord event : history) {
      if (random.nextInt(4) == 0) {
        other.add(event);
      }
    }
    Collections.shuffle(other, random);
    assertThat(atRest(other, random.nextInt(other.size() + 1)))
        .isEqualTo(atRest(history, random.nextInt(history.size() + 1)));
  }

  private static Map<String, Object> atRest(List<SpecificRecord> history, int timePasses) {
    try (Pipeline pipeline = new Pipeline()) {
      pipeline.send(history.subList(0, timePasses)).pass(Pipeline.WAIT);
      pipeline.send(history.subList(timePasses, history.size())).pass(Duration.ofHours(1));
      Map<String, Object> found = new TreeMap<>();
      STORES.forEach(store -> found.put(store, pipeline.rows(store)));
      found.put("labeled-threads", pipeline.labeled());
      found.put("unmatched-feedback", pipeline.unmatched());
      return found;
    }
  }

  @Provide
  Arbitrary<List<SpecificRecord>> histories() {
    return Arbitraries.oneOf(traces(), feedback(), messages(), threads()).list().ofMaxSize(25);
  }

  private static Arbitrary<SpecificRecord> traces() {
    return Combinators.combine(
            Arbitraries.of("t1", "t2", "t3"),
            seconds(),
            Arbitraries.of("A", "B").injectNull(0.4),
            Arbitraries.of("r1", "r2").injectNull(0.4),
            Arbitraries.of("thread_id", "client_request_id", "model").injectNull(0.7))
        .as(
            (id, second, thread, request, clear) ->
                Events.trace(
                    id,
                    second,
                    trace ->
                        trace
                            .setThreadId("thread_id".equals(clear) ? null : thread)
                            .setClientRequestId("client_request_id".equals(clear) ? null : request)
                            .setModel("model".equals(clear) ? null : "m" + second)
                            .setClear(clear == null ? List.of() : List.of(clear))));
  }

  private static Arbitrary<SpecificRecord> feedback() {
    Arbitrary<Target> targets =
        Arbitraries.of(
            Events.onTrace("t1"),
            Events.onTrace("t2"),
            Events.onRequest("r1"),
            Events.onRequest("r2"),
            Events.onThread("A"),
            Events.onMessage("B", "m1"));
    return Combinators.combine(
            Arbitraries.of("f1", "f2", "f3"),
            seconds(),
            targets,
            Arbitraries.of("true", "false"),
            Arbitraries.of("f1", "f2").injectNull(0.8),
            Arbitraries.of(true, false, false, false))
        .as(
            (id, second, target, value, overrides, retracted) ->
                Events.feedback(
                    id,
                    second,
                    target,
                    value,
                    feedback ->
                        feedback
                            .setOverrides(id.equals(overrides) ? null : overrides)
                            .setRetracted(retracted)));
  }

  private static Arbitrary<SpecificRecord> messages() {
    return Combinators.combine(
            Arbitraries.of("A", "B"),
            Arbitraries.of("m1", "m2"),
            seconds(),
            Arbitraries.of("x", "y"))
        .as(Events::message);
  }

  private static Arbitrary<SpecificRecord> threads() {
    Arbitrary<List<String>> names = Arbitraries.of("i1", "i2").list().uniqueElements().ofMaxSize(2);
    return Combinators.combine(Arbitraries.of("A", "B"), seconds(), names, names, names)
        .as(
            (thread, second, intents, removed, issues) ->
                Events.thread(
                    thread,
                    second,
                    facts ->
                        facts
                            .setTitle("title " + second)
                            .setIntents(intents)
                            .setRemoveIntents(removed)
                            .setIssues(issues)));
  }

  private static Arbitrary<Integer> seconds() {
    return Arbitraries.integers().between(0, 12);
  }
}
