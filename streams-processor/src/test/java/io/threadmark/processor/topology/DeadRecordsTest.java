package io.threadmark.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.threadmark.processor.stage.DeadRecords;
import io.threadmark.processor.stage.Letters;
import io.threadmark.processor.stage.Stage;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.stage.StoreRows;
import io.threadmark.processor.stage.Timers;
import io.threadmark.schema.DeadLetter;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Key;
import io.threadmark.schema.StatementName;
import io.threadmark.schema.Topic;
import io.threadmark.schema.Topics;
import io.threadmark.schema.state.FeedbackHop;
import io.threadmark.schema.state.LiveFeedback;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

/** What dies before any stage is known by the name of its statement, whatever it holds. */
class DeadRecordsTest {
  private static final Duration KEPT = Duration.ofDays(90);

  /** Of every input topic that holds statements, with where its dead are kept. */
  private static final Map<Topic, String> STORES =
      Map.of(
          Topics.TRACES, StateStores.ERASED_REFS,
          Topics.MESSAGES, StateStores.ERASED_THREADS,
          Topics.THREAD_FACTS, StateStores.ERASED_THREADS,
          Topics.FEEDBACK, StateStores.ERASED_FEEDBACK,
          Topics.SPANS, StateStores.ERASED_SPANS);

  @Test
  void itIsKnownOfEveryKindOfStatementThatItDiedAndWhy() {
    try (Pipeline pipeline = new Pipeline()) {
      events()
          .forEach(
              (topic, event) -> {
                byte[] name = nameOf(event);
                byte[] key = Validity.keyOf(event).bytes();
                check(pipeline, topic, key, "no event".getBytes(), name, "unreadable");
                check(pipeline, topic, key, null, name, "unreadable");
                check(pipeline, topic, new byte[0], RecordBytes.write(event), name, "invalid_key");
                check(pipeline, topic, key, new byte[2_000_000], name, "too_large");
                check(pipeline, topic, key, RecordBytes.write(tooEarly(event)), name, "invalid");
              });
    }
  }

  @Test
  void whatIsTakenInIsNotAmongTheDead() {
    try (Pipeline pipeline = new Pipeline()) {
      events()
          .forEach(
              (topic, event) -> {
                byte[] key = Validity.keyOf(event).bytes();
                pipeline.sendNamed(topic, key, RecordBytes.write(event), nameOf(event));
                assertThat(DeadRecords.of(pipeline.store(STORES.get(topic)), nameOf(event)))
                    .isNull();
              });
    }
  }

  @Test
  void theDeadAreForgottenAfterAsLongAsDeadLettersStay() {
    try (Pipeline pipeline = new Pipeline()) {
      SpecificRecord event = events().get(Topics.TRACES);
      byte[] name = nameOf(event);
      byte[] key = Validity.keyOf(event).bytes();
      check(pipeline, Topics.TRACES, key, null, name, "unreadable");
      pipeline.pass(KEPT.minusHours(1));
      assertThat(DeadRecords.of(pipeline.store(StateStores.ERASED_REFS), name)).isNotNull();
      pipeline.pass(Duration.ofHours(2));
      assertThat(pipeline.rows(StateStores.ERASED_REFS)).isEmpty();
    }
  }

  @Test
  void whatAStageFailsOnIsKnownByWhatItSays() {
    List<Record<byte[], SpecificRecord>> sent = new ArrayList<>();
    StageTask task = new StageTask(new TaskId(1, 0), FailingStage::new, () -> 0L, sent::add);
    Key ref = Key.clientRequest(Events.PROJECT, "r1");
    task.process(ref.bytes(), hop("a", "b"));

    StoreRows rows = new StoreRows(task.stores().get(StateStores.ERASED_REFS));
    assertThat(sent).extracting(Record::value).hasOnlyElementsOfType(DeadLetter.class);
    assertThat(DeadRecords.of(rows, ref, hop("b", "a")).reason()).isEqualTo("failed");
    assertThat(DeadRecords.of(rows, ref, hop("a"))).isNull();
    assertThat(DeadRecords.of(rows, Key.clientRequest(Events.PROJECT, "r2"), hop("a", "b")))
        .isNull();
  }

  /** Feedback whose metadata have these keys, which stand in this order. */
  private static FeedbackHop hop(String... keys) {
    Map<String, String> metadata = new LinkedHashMap<>();
    Stream.of(keys).forEach(key -> metadata.put(key, "1"));
    Feedback feedback = Events.feedback("f1", 0, Events.onRequest("r1"), "true");
    feedback.setMetadata(metadata);
    return new FeedbackHop("f1", new LiveFeedback(feedback, null, 0L, 0L), false);
  }

  /** Fails on whatever comes. */
  private static final class FailingStage extends Stage {
    FailingStage() {
      super(new Letters("resolve", RecordBytes.SERIALIZER), new Timers(new SimpleMeterRegistry()));
    }

    @Override
    protected void begin() {
      keepDeadIn(StateStores.ERASED_REFS);
    }

    @Override
    protected void receive(byte[] key, SpecificRecord value) {
      throw new IllegalStateException("poison");
    }
  }

  private static void check(
      Pipeline pipeline, Topic topic, byte[] key, byte[] value, byte[] name, String reason) {
    pipeline.sendNamed(topic, key, value, name);
    DeadRecords.Death death = DeadRecords.of(pipeline.store(STORES.get(topic)), name);
    assertThat(death).as(topic.name()).isNotNull();
    assertThat(death.reason()).as(death.message()).isEqualTo(reason);
  }

  private static Map<Topic, SpecificRecord> events() {
    return Map.of(
        Topics.TRACES, Events.trace("t1", 0, "A", "r1"),
        Topics.MESSAGES, Events.message("A", "m1", 0, "hello"),
        Topics.THREAD_FACTS, Events.thread("A", 0, facts -> facts.setIssues(List.of("x"))),
        Topics.FEEDBACK, Events.feedback("f1", 0, Events.onTrace("t1"), "true"),
        Topics.SPANS, Events.span("t1", "s1", 0));
  }

  private static SpecificRecord tooEarly(SpecificRecord event) {
    var early = HistoryUnderWay.saidBy(event).statement().stamp();
    early.setEventTime(Instant.EPOCH);
    event.put(event.getSchema().getField("stamp").pos(), early);
    return event;
  }

  private static byte[] nameOf(SpecificRecord event) {
    HistoryUnderWay.Said said = HistoryUnderWay.saidBy(event);
    return StatementName.of(said.project(), said.statement());
  }
}
