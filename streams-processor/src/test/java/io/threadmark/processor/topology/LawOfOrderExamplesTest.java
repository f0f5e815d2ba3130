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

import io.threadmark.schema.Feedback;
import io.threadmark.schema.Ingest;
import io.threadmark.schema.Message;
import io.threadmark.schema.User;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/**
 * Histories that broke the law once, or would if a stage were built another way, each in many
 * orders. A counterexample that {@link LawOfOrderTest} finds stays here.
 */
class LawOfOrderExamplesTest {
  private static final int ORDERS = 60;
  private static final int LONG_AFTER = 86_400;

  /** Of which three fit among the versions of a piece of feedback. */
  private static final String LARGE = "x".repeat(690_000);

  private static void holds(SpecificRecord... history) {
    LongStream.range(0, ORDERS)
        .forEach(
            seed -> {
              LawOfOrder.check(List.of(history), LONG_AFTER, seed);
              LawOfOrder.check(List.of(history), (int) (seed % Histories.SECONDS) - 1, seed);
            });
  }

  @Test
  void ofTwoEventsAtOneTimeTheContentDecides() {
    holds(
        trace("t1", 0, "A", null),
        feedback("f1", 5, onTrace("t1"), "true"),
        feedback("f1", 5, onTrace("t1"), "false"));
    holds(trace("t1", 3, "A", null), trace("t1", 3, "B", null));
  }

  @Test
  void ofTwoDeliveriesAtOneTimeTheDoorDecides() {
    Feedback first = feedback("f1", 5, onThread("A"), "true");
    Feedback again =
        Feedback.newBuilder(first)
            .setIngest(new Ingest(first.getIngest().getReceivedAt(), "otlp"))
            .build();
    holds(first, again);
  }

  @Test
  void aTraceThatChangesItsClientRequestIdGivesUpItsClaim() {
    holds(
        trace("t1", 1, "A", "r1"),
        trace("t1", 2, null, "r2"),
        feedback("f1", 5, onRequest("r1"), "true"),
        feedback("f2", 5, onRequest("r2"), "true"));
    holds(
        trace("t1", 1, "A", "r1"),
        trace("t1", 2, trace -> trace.setClear(List.of("client_request_id"))),
        feedback("f1", 5, onRequest("r1"), "true"));
  }

  @Test
  void ofTwoTracesWithOneClientRequestIdTheFirstHasTheFeedback() {
    holds(
        trace("t2", 2, "B", "r1"),
        trace("t1", 1, "A", "r1"),
        trace("t1", 6, null, "r2"),
        feedback("f1", 5, onRequest("r1"), "true"));
  }

  @Test
  void aTraceThatGoesAndComesBackIsInOneThread() {
    holds(
        trace("t1", 0, "A", "r1"),
        trace("t1", 1, "B", null),
        trace("t1", 2, "A", null),
        trace("t1", 3, trace -> trace.setClear(List.of("thread_id"))),
        feedback("f1", 5, onTrace("t1"), "true"),
        feedback("f2", 5, onRequest("r1"), "true"));
  }

  @Test
  void manyPiecesOfOneRefMoveTogether() {
    holds(
        feedback("f1", 5, onRequest("r1"), "true"),
        feedback("f2", 6, onRequest("r1"), "true"),
        feedback("f3", 7, onRequest("r1"), "true"),
        feedback("f4", 8, onRequest("r1"), "true"),
        trace("t1", 0, "A", "r1"),
        trace("t1", 1, "B", null));
  }

  @Test
  void aThreadOfManyItemsIsCountedAnewInSteps() {
    holds(
        trace("t1", 0, trace -> trace.setThreadId("A").setModel("a")),
        trace("t1", 3, trace -> trace.setModel("b")),
        trace("t2", 7, "A", null),
        feedback("f1", 5, onTrace("t1"), "true"),
        feedback("f2", 6, onTrace("t1"), "false"),
        feedback("f3", 7, onTrace("t1"), "true", said -> said.setName("copied")),
        feedback("f4", 8, onTrace("t1"), "true", said -> said.setSignal("IMPLICIT")),
        feedback("f5", 9, onTrace("t2"), "true"),
        feedback("f6", 9, onThread("A"), "true"),
        thread("A", 1, facts -> facts.setIntents(List.of("x"))),
        thread("A", 2, facts -> facts.setIntents(List.of("y")).setTags(Map.of("k", "1"))),
        thread("A", 3, facts -> facts.setRemoveIntents(List.of("x"))));
  }

  @Test
  void aTraceThatBeganEarlierTakesItsFeedbackToAnotherWindow() {
    holds(
        trace("t1", 7, "A", null),
        feedback("f1", 8, onTrace("t1"), "true"),
        feedback("f2", 9, onTrace("t1"), "4", said -> said.setKind("NUMERIC")),
        trace("t1", 1, "A", null));
  }

  @Test
  void feedbackThatNamesAnotherTargetLeavesTheOldOne() {
    holds(
        trace("t1", 0, "A", "r1"),
        feedback("f1", 5, onRequest("r1"), "true"),
        feedback("f1", 6, onTrace("t2"), "true"),
        feedback("f1", 7, onMessage("B", "m1"), "true"),
        message("B", "m1", 1, "hello"));
  }

  @Test
  void anOverriddenPieceComesBackWithTheRetractionOfItsOverrider() {
    holds(
        trace("t1", 0, "A", null),
        feedback("f1", 5, onTrace("t1"), "true"),
        feedback("f2", 6, onTrace("t1"), "false", feedback -> feedback.setOverrides("f1")),
        feedback("f3", 6, onTrace("t1"), "false", feedback -> feedback.setOverrides("f1")),
        feedback("f2", 7, null, null, feedback -> feedback.setRetracted(true)));
    holds(
        feedback("f1", 5, onThread("A"), "true", feedback -> feedback.setOverrides("f2")),
        feedback("f2", 6, onThread("A"), "true", feedback -> feedback.setOverrides("f1")));
  }

  @Test
  void aThreadWithoutItsLabelIsATombstone() {
    holds(
        feedback("f1", 5, onThread("A"), "true"),
        feedback("f1", 6, null, null, feedback -> feedback.setRetracted(true)));
    holds(
        thread("A", 1, facts -> facts.setIntents(List.of("x")).setIssues(List.of("y"))),
        thread("A", 2, facts -> facts.setRemoveIntents(List.of("x")).setRemoveIssues(List.of("y"))),
        message("A", "m1", 1, "hello"));
  }

  @Test
  void feedbackIsUnmatchedUntilItsTraceComes() {
    holds(feedback("f1", 3, onTrace("t1"), "true"), feedback("f2", 8, onRequest("r1"), "true"));
    holds(
        feedback("f1", 3, onTrace("t1"), "true"),
        feedback("f1", 4, onTrace("t2"), "true"),
        trace("t1", 1, "A", null));
  }

  @Test
  void fieldsMergeOneByOne() {
    holds(
        trace("t1", 1, trace -> trace.setName("a").setTags(Map.of("k", "1", "l", "1"))),
        trace("t1", 2, trace -> trace.setModel("b").setTags(Map.of("k", "2"))),
        trace("t1", 3, trace -> trace.setClear(List.of("name", "tags"))),
        trace("t1", 4, trace -> trace.setTags(Map.of("l", "4"))),
        feedback("f1", 5, onTrace("t1"), "true"));
  }

  @Test
  void ofLargeVersionsThoseThatFitAreKept() {
    List<SpecificRecord> versions =
        IntStream.range(0, 5)
            .<SpecificRecord>mapToObj(
                second ->
                    feedback(
                        "f1",
                        second,
                        onTrace("t1"),
                        Integer.toString(second),
                        said -> said.setRationale(LARGE.substring(second))))
            .toList();
    LongStream.range(0, 6).forEach(seed -> LawOfOrder.check(versions, LONG_AFTER, seed));
  }

  @Test
  void anErasedThreadTakesAlongATraceThatOnceNamedIt() {
    holds(
        trace("t1", 1, "A", "r1"),
        trace("t1", 2, "B", "r2"),
        trace("t1", 3, trace -> trace.setClear(List.of("thread_id"))),
        feedback("f1", 4, onRequest("r1"), "true"),
        feedback("f1", 5, onThread("B"), "false"),
        feedback("f2", 4, onRequest("r2"), "true", said -> said.setOverrides("f3")),
        feedback("f3", 5, onThread("B"), "true"),
        erasure("thread", "A", 6));
  }

  @Test
  void anErasedTraceTakesAlongMessagesThatOnceNamedIt() {
    Message named = Message.newBuilder(message("A", "m1", 1, "x")).setTraceId("t1").build();
    holds(
        named,
        Message.newBuilder(message("A", "m1", 2, "y")).setTraceId("t2").build(),
        feedback("f1", 3, onMessage("A", "m1"), "true"),
        trace("t2", 3, "A", null),
        erasure("trace", "t1", 0));
  }

  @Test
  void anErasedUserTakesAlongWhatIsDatedUpToTheErasure() {
    User user = new User("u1", null, null, Map.of());
    holds(
        trace("t1", 5, trace -> trace.setThreadId("A").setUser(user)),
        trace("t1", 2, "B", null),
        trace("t2", 3, trace -> trace.setThreadId("C").setUser(user)),
        thread("D", 3, facts -> facts.setUser(user)),
        thread("D", 4, facts -> facts.setUser(new User("u2", null, null, Map.of()))),
        feedback("f1", 1, onThread("D"), "true"),
        feedback("f2", 2, onThread("E"), "true"),
        feedback("f3", 3, onThread("E"), "true"),
        erasure("user", "u1", 2));
  }

  /** Its trace may take the message along before the thread is looked at. */
  @Test
  void aMessageThatGoesWithItsTraceTakesItsThreadAlongWhereItNamedTheErasedUser() {
    User user = new User("u1", null, null, Map.of());
    holds(
        Message.newBuilder(message("A", "m1", 0, "x")).setUser(user).build(),
        Message.newBuilder(message("A", "m1", 10, "x")).setTraceId("t1").build(),
        trace("t1", 0, trace -> trace.setUser(user)),
        feedback("f2", 0, onThread("A"), "false"),
        erasure("user", "u1", 12));
  }

  /** Its thread may take the trace along before the trace is looked at. */
  @Test
  void aTraceThatGoesWithItsThreadTakesItsOtherThreadsAlongWhereItNamedTheErasedUser() {
    User user = new User("u1", null, null, Map.of());
    holds(
        thread("A", 1, facts -> facts.setUser(user)),
        trace("t1", 2, trace -> trace.setThreadId("A").setUser(user)),
        trace("t1", 3, "B", null),
        feedback("f1", 4, onThread("B"), "true"),
        erasure("user", "u1", 12));
  }
}
