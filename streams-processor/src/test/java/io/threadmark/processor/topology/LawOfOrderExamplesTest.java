package io.threadmark.processor.topology;

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
import java.util.List;
import java.util.Map;
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
}
