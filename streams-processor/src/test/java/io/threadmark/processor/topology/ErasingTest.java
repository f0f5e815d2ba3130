package io.threadmark.processor.topology;

import static io.threadmark.processor.topology.Events.PROJECT;
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

import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.store.RowCodec;
import io.threadmark.schema.Erasure;
import io.threadmark.schema.Key;
import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.Message;
import io.threadmark.schema.Source;
import io.threadmark.schema.User;
import io.threadmark.schema.state.ErasureRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is erased is nowhere, takes along what named it, and does not come back. */
class ErasingTest {
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
          StateStores.ERASED_FEEDBACK,
          StateStores.ERASED_REFS,
          StateStores.ERASED_THREADS,
          StateStores.ERASURES);

  private final Pipeline pipeline = new Pipeline();

  @AfterEach
  void close() {
    pipeline.close();
  }

  @Test
  void anErasedThreadTakesAlongItsMessagesTracesAndFeedback() {
    pipeline.send(conversation("gone")).send(conversation("stays"));
    assertThat(pipeline.labeled()).hasSize(2);

    pipeline.send(erasure("thread", "gone", 20));
    assertThat(pipeline.labeled().keySet()).containsExactly(PROJECT + "/h/stays");
    assertNowhere("gone");
    assertThat(pipeline.labeled("stays").getFeedback()).hasSize(4);

    pipeline.send(conversation("gone"));
    assertThat(pipeline.labeled().keySet()).containsExactly(PROJECT + "/h/stays");
    assertNowhere("gone");
  }

  @Test
  void aThreadThatIsErasedBeforeItComesNeverComes() {
    pipeline.send(erasure("thread", "gone", 20)).send(conversation("gone"));
    assertThat(pipeline.labeled()).isEmpty();
    assertNowhere("gone");
  }

  @Test
  void anErasedTraceLeavesItsThread() {
    pipeline.send(conversation("th"));
    pipeline.send(erasure("trace", "trace-th", 20));
    assertThat(pipeline.labeled("th").getTraces()).isEmpty();
    assertThat(pipeline.labeled("th").getFeedback())
        .extracting(LabeledFeedback::getFeedbackId)
        .containsExactly("on-th", "on-message-th");
    assertThat(pipeline.labeled("th").getMessages())
        .extracting(found -> found.getMessageId())
        .as("the message that names the trace goes with it")
        .containsExactly("m1-th");
    assertNowhere("trace-th");
    assertNowhere("request-th");
  }

  @Test
  void aTraceGoesWithAThreadThatItOnceNamed() {
    pipeline.send(trace("t1", 1, "old", "r1"), trace("t1", 2, "new", null));
    pipeline.send(feedback("f1", 3, onTrace("t1"), "true"));
    assertThat(pipeline.labeled("new").getTraces()).hasSize(1);

    pipeline.send(erasure("thread", "old", 20));
    assertThat(pipeline.labeled()).isEmpty();
    assertNowhere("t1");
    assertNowhere("f1");
  }

  @Test
  void feedbackGoesWithARefThatAnOldVersionNamed() {
    pipeline.send(trace("t1", 1, "A", "r1"), trace("t2", 2, "B", null));
    pipeline.send(
        feedback("f1", 3, onRequest("r1"), "true"), feedback("f1", 4, onTrace("t2"), "false"));
    assertThat(pipeline.labeled("B").getFeedback()).hasSize(1);

    pipeline.send(erasure("trace", "t1", 20));
    assertThat(pipeline.labeled()).isEmpty();
    assertNowhere("f1");
  }

  @Test
  void ofAUserGoesWhatIsDatedUpToTheErasure() {
    User user = new User("ada", "Ada", null, Map.of());
    pipeline.send(
        thread("of-ada", 1, facts -> facts.setUser(user).setIntents(List.of("x"))),
        trace("t1", 2, trace -> trace.setThreadId("traced").setUser(user)),
        feedback("of-t1", 3, onTrace("t1"), "true"),
        feedback("by-ada", 4, onThread("public"), "true", said -> said.setSource(by("ada"))),
        feedback("by-bob", 5, onThread("public"), "true", said -> said.setSource(by("bob"))));
    pipeline.send(erasure("user", "ada", 10));
    assertThat(pipeline.labeled().keySet()).containsExactly(PROJECT + "/h/public");
    assertThat(pipeline.labeled("public").getFeedback())
        .extracting(LabeledFeedback::getFeedbackId)
        .containsExactly("by-bob");
    for (String gone : List.of("ada", "Ada", "of-ada", "t1", "traced", "by-ada")) {
      assertNowhere(gone);
    }

    pipeline.send(
        thread("early", 10, facts -> facts.setUser(user).setIntents(List.of("x"))),
        thread("late", 11, facts -> facts.setUser(user).setIntents(List.of("x"))));
    assertThat(pipeline.labeled().keySet())
        .containsExactly(PROJECT + "/h/late", PROJECT + "/h/public");
  }

  @Test
  void aLongThreadIsErasedInStepsAndTheCommandTellsHowFarItIs() {
    List<SpecificRecord> events = new ArrayList<>();
    IntStream.range(0, 1_300).forEach(i -> events.add(message("long", "m" + i, i % 60, "text")));
    IntStream.range(0, 1_200).forEach(i -> events.add(trace("t" + i, 1, "long", "r" + i)));
    IntStream.range(0, 1_100)
        .forEach(i -> events.add(feedback("f" + i, 1, onRequest("r" + i), "true")));
    pipeline.send(events);
    assertThat(pipeline.labeled("long").getFeedbackCount()).isEqualTo(1_100);

    Erasure command = erasure("thread", "long", 20);
    pipeline.send(command);
    for (int round = 0; row(command).getFinishedAt() == null; round++) {
      assertThat(round).as("rounds, each timer runs once in each").isLessThan(100);
      pipeline.rest();
    }
    ErasureRow row = row(command);
    assertThat(List.of(row.getThreads(), row.getTraces(), row.getMessages(), row.getFeedback()))
        .containsExactly(1L, 1_200L, 1_300L, 1_100L);
    assertThat(pipeline.labeled()).isEmpty();
    assertNowhere("long");
  }

  @Test
  void theCommandIsPublishedAgainWithoutTheId() {
    pipeline.send(conversation("gone"));
    Erasure command = erasure("thread", "gone", 20);
    pipeline.send(command);
    Erasure done = pipeline.erasuresDone().get(0);
    assertThat(done.getErasureId()).isEqualTo(command.getErasureId());
    assertThat(done.getSubjectId()).isEmpty();
    assertThat(StandardCharsets.US_ASCII.decode(done.getSubjectHash().duplicate()).toString())
        .isEqualTo(Pipeline.HASHES.of(Key.thread(PROJECT, "gone")));

    try (Pipeline anew = new Pipeline()) {
      // All that came before comes again, and the command in the end, in the middle, or first.
      anew.send(conversation("gone").subList(0, 4)).send(done);
      anew.send(conversation("gone")).send(conversation("stays"));
      assertThat(anew.labeled().keySet()).containsExactly(PROJECT + "/h/stays");
      assertThat(anew.rows(StateStores.THREADS).keySet()).noneMatch(key -> key.contains("gone"));
      assertThat(anew.rows(StateStores.TRACES).keySet()).noneMatch(key -> key.contains("gone"));
      assertThat(anew.rows(StateStores.IDENTITIES).keySet()).noneMatch(key -> key.contains("gone"));
    }
  }

  @Test
  void aTraceAndAUserDoNotComeBackAfterAReset() {
    List<Erasure> done;
    User user = new User("ada", null, null, Map.of());
    List<SpecificRecord> events = new ArrayList<>(conversation("th"));
    events.add(thread("of-ada", 3, facts -> facts.setUser(user).setIntents(List.of("x"))));
    pipeline.send(events);
    pipeline.send(erasure("trace", "trace-th", 20), erasure("user", "ada", 20));
    done = pipeline.erasuresDone();
    assertThat(done).hasSize(2);
    Map<String, ?> before = pipeline.labeled();

    try (Pipeline anew = new Pipeline()) {
      anew.send(events).send(done);
      assertThat(anew.labeled()).isEqualTo(before);
    }
    try (Pipeline anew = new Pipeline()) {
      anew.send(done).send(events);
      assertThat(anew.labeled()).isEqualTo(before);
    }
  }

  private ErasureRow row(Erasure command) {
    String row =
        pipeline
            .rows(StateStores.ERASURES)
            .get(Key.erasure(PROJECT, command.getErasureId()).toString());
    return new RowCodec<>(ErasureRow.class).read(row.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Every store is searched, keys and values. */
  private void assertNowhere(String text) {
    for (String store : STORES) {
      assertThat(pipeline.rows(store))
          .as(store)
          .allSatisfy(
              (key, value) -> {
                assertThat(key).doesNotContain(text);
                assertThat(value).doesNotContain(text);
              });
    }
  }

  private static List<SpecificRecord> conversation(String id) {
    return List.of(
        message(id, "m1-" + id, 1, "hello " + id),
        Message.newBuilder(message(id, "m2-" + id, 2, "answer " + id))
            .setTraceId("trace-" + id)
            .build(),
        trace("trace-" + id, 3, id, "request-" + id),
        thread(id, 4, facts -> facts.setTitle("about " + id).setIntents(List.of("greet"))),
        feedback("by-trace-" + id, 5, onTrace("trace-" + id), "true"),
        feedback("by-request-" + id, 6, onRequest("request-" + id), "true"),
        feedback("on-" + id, 7, onThread(id), "true"),
        feedback("on-message-" + id, 8, onMessage(id, "m1-" + id), "true"));
  }

  private static Source by(String id) {
    return new Source("HUMAN", id);
  }
}
