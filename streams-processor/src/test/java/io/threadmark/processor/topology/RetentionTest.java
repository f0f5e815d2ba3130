package io.threadmark.processor.topology;

import static io.threadmark.processor.topology.Events.feedback;
import static io.threadmark.processor.topology.Events.message;
import static io.threadmark.processor.topology.Events.onMessage;
import static io.threadmark.processor.topology.Events.onRequest;
import static io.threadmark.processor.topology.Events.onThread;
import static io.threadmark.processor.topology.Events.onTrace;
import static io.threadmark.processor.topology.Events.span;
import static io.threadmark.processor.topology.Events.thread;
import static io.threadmark.processor.topology.Events.trace;
import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.stage.Retention;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.stage.Timing;
import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.LabeledThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is too old leaves every store and topic; what has a newer word stays whole. */
class RetentionTest {
  private static final Duration AGE = Duration.ofDays(30);
  private static final int ALMOST = (int) AGE.minusDays(1).toSeconds();

  private final Pipeline pipeline =
      new Pipeline(
          new Timing(Pipeline.INTERVAL, Pipeline.BYTES, Pipeline.WAIT, new Retention(AGE)));

  @AfterEach
  void close() {
    pipeline.close();
  }

  @Test
  void aThreadLeavesEveryStoreAndTopicOnceItsNewestEventIsTooOld() {
    pipeline.send(conversation()).pass(AGE.minusHours(1));
    assertThat(pipeline.labeled("th").getFeedback()).hasSize(4);
    assertThat(pipeline.unmatched()).hasSize(2);

    pass(Duration.ofHours(2));
    assertThat(pipeline.labeled()).isEmpty();
    assertThat(pipeline.unmatched()).isEmpty();
    assertThatNothingIsKept();
  }

  @Test
  void aThreadWithANewerEventStaysWhole() {
    pipeline.send(conversation()).pass(AGE.minusDays(2));
    LabeledThread before = pipeline.labeled("th");
    pipeline.send(message("th", "m2", ALMOST, "still here"));
    pass(Duration.ofDays(20));
    LabeledThread after = pipeline.labeled("th");
    assertThat(after.getFeedback()).isEqualTo(before.getFeedback());
    assertThat(after.getTraces()).isEqualTo(before.getTraces());
    assertThat(after.getMessageCount()).isEqualTo(2);

    pipeline.send(feedback("late", ALMOST, onRequest("r1"), "true"));
    assertThat(pipeline.labeled("th").getFeedback())
        .extracting(LabeledFeedback::getFeedbackId)
        .contains("late");
  }

  @Test
  void spansStayAsLongAsTheThreadOfTheirTrace() {
    pipeline.send(conversation()).pass(AGE.minusDays(2));
    pipeline.send(message("th", "m2", ALMOST, "still here"));
    pass(Duration.ofDays(20));
    assertThat(pipeline.rows(StateStores.SPANS).keySet())
        .isNotEmpty()
        .allMatch(key -> key.startsWith("acme/t/t1\0"));
    pass(Duration.ofDays(20));
    assertThat(pipeline.rows(StateStores.SPANS)).isEmpty();
  }

  @Test
  void whatMovedToAYoungerThreadStays() {
    pipeline.send(trace("t1", 0, "old", "r1"), feedback("f1", 5, onRequest("r1"), "true"));
    pipeline.pass(AGE.minusDays(2));
    pipeline.send(message("young", "m1", ALMOST, "hello"), trace("t1", 10, "young", null));
    pass(Duration.ofDays(3));
    assertThat(pipeline.labeled("young").getFeedback())
        .extracting(LabeledFeedback::getFeedbackId)
        .containsExactly("f1");
    assertThat(pipeline.labeled("young").getTraceCount()).isEqualTo(1);
  }

  @Test
  void aLongThreadLeavesInSteps() {
    List<SpecificRecord> events = new ArrayList<>();
    IntStream.range(0, 700).forEach(i -> events.add(message("th", "m" + i, i % 60, "text")));
    IntStream.range(0, 700).forEach(i -> events.add(feedback("f" + i, 1, onThread("th"), "true")));
    pipeline.send(events).pass(AGE.plusHours(1));
    for (int i = 0; i < 5; i++) {
      pass(Duration.ofSeconds(2));
    }
    assertThat(pipeline.labeled()).isEmpty();
    assertThatNothingIsKept();
  }

  @Test
  void anEventForAThreadThatIsHalfGoneFindsAWholeThread() {
    List<SpecificRecord> events = new ArrayList<>();
    IntStream.range(0, 2_000).forEach(i -> events.add(message("th", "m" + i, i % 60, "text")));
    pipeline.send(events).pass(AGE.plusMinutes(2));
    long left =
        pipeline.rows(StateStores.THREADS).keySet().stream()
            .filter(key -> key.startsWith("acme/h/th\0i\0m\0"))
            .count();
    assertThat(left).isBetween(1L, 1_999L);

    pipeline.send(
        message("th", "new", ALMOST, "text"),
        thread("th", ALMOST, facts -> facts.setIntents(List.of("refund"))));
    pass(Duration.ofMinutes(1));
    assertThat(pipeline.labeled("th").getMessageCount()).isEqualTo(left + 1);
  }

  private static List<SpecificRecord> conversation() {
    return List.of(
        message("th", "m1", 1, "hello"),
        trace("t1", 2, "th", "r1"),
        thread("th", 3, facts -> facts.setTitle("Hello").setIntents(List.of("greet"))),
        feedback("by-trace", 4, onTrace("t1"), "true"),
        feedback("by-request", 5, onRequest("r1"), "true"),
        feedback("on-thread", 6, onThread("th"), "true", said -> said.setOverrides("gone")),
        feedback("on-message", 7, onMessage("th", "m1"), "true"),
        feedback("gone", 8, onTrace("t1"), "true"),
        feedback("gone", 9, onTrace("t1"), "true", said -> said.setRetracted(true)),
        feedback("waits", 10, onTrace("t9"), "true"),
        feedback("waits-too", 11, onRequest("r9"), "true"),
        trace("t2", 12, null, "r2"),
        span("t1", "s1", 2),
        span("t1", "s2", 3),
        span("alone", "s1", 2));
  }

  /** Lets time pass, and then every sweep come by once more. */
  private void pass(Duration time) {
    pipeline.pass(time);
    for (int i = 0; i < 3; i++) {
      pipeline.pass(Duration.ofSeconds(2));
    }
  }

  private void assertThatNothingIsKept() {
    for (String store :
        List.of(
            StateStores.IDENTITIES,
            StateStores.TRACES,
            StateStores.CLAIMS,
            StateStores.FEEDBACK,
            StateStores.WAITING,
            StateStores.UNMATCHED,
            StateStores.THREADS,
            StateStores.ERASED_FEEDBACK,
            StateStores.ERASED_REFS,
            StateStores.ERASED_THREADS,
            StateStores.SPANS,
            StateStores.ERASED_SPANS)) {
      assertThat(pipeline.rows(store)).as(store).isEmpty();
    }
  }
}
