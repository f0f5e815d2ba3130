package io.threadmark.processor.topology;

import static io.threadmark.processor.topology.Events.feedback;
import static io.threadmark.processor.topology.Events.message;
import static io.threadmark.processor.topology.Events.onMessage;
import static io.threadmark.processor.topology.Events.onRequest;
import static io.threadmark.processor.topology.Events.onThread;
import static io.threadmark.processor.topology.Events.onTrace;
import static io.threadmark.processor.topology.Events.thread;
import static io.threadmark.processor.topology.Events.trace;
import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.stage.RowSerde;
import io.threadmark.processor.stage.Stage;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.schema.DeadLetter;
import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.LabeledMessage;
import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.LabeledTrace;
import io.threadmark.schema.Message;
import io.threadmark.schema.Topics;
import io.threadmark.schema.state.ClaimHop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeedbackTopologyTest {
  private final Pipeline pipeline = new Pipeline();

  @AfterEach
  void close() {
    pipeline.close();
  }

  @Test
  void feedbackAfterItsTraceJoinsByTraceId() {
    pipeline.send(trace("t1", 0, "th", null), feedback("f1", 5, onTrace("t1"), "true"));
    assertThat(feedbackIn("th")).containsExactly("f1");
    assertThat(pipeline.labeled("th").getFeedback().get(0).getTraceId()).isEqualTo("t1");
  }

  @Test
  void feedbackBeforeItsTraceJoinsByTraceId() {
    pipeline.send(feedback("f1", 5, onTrace("t1"), "true"));
    assertThat(pipeline.labeled()).isEmpty();
    pipeline.send(trace("t1", 0, "th", null));
    assertThat(feedbackIn("th")).containsExactly("f1");
  }

  @Test
  void feedbackBeforeAndAfterItsTraceJoinsByClientRequestId() {
    pipeline.send(
        feedback("early", 5, onRequest("r1"), "true"),
        trace("t1", 0, "th", "r1"),
        feedback("late", 6, onRequest("r1"), "false"));
    assertThat(feedbackIn("th")).containsExactly("early", "late");
    assertThat(pipeline.labeled("th").getFeedback())
        .extracting(LabeledFeedback::getTraceId)
        .containsOnly("t1");
  }

  @Test
  void aTraceThatLearnsItsClientRequestIdLetsTheWaitingFeedbackGo() {
    pipeline.send(feedback("f1", 5, onRequest("r1"), "true"), trace("t1", 0, "th", null));
    assertThat(pipeline.labeled()).isEmpty();
    pipeline.send(trace("t1", 1, null, "r1"));
    assertThat(feedbackIn("th")).containsExactly("f1");
  }

  @Test
  void feedbackWhoseTraceDoesNotComeInTimeIsUnmatchedAndALateTraceStillMatchesIt() {
    pipeline.send(
        feedback("f1", 5, onTrace("t1"), "true"), feedback("f2", 5, onRequest("r1"), "true"));
    assertThat(pipeline.pass(Pipeline.WAIT.minusHours(1)).unmatched()).isEmpty();

    pipeline.pass(Duration.ofHours(2));
    assertThat(pipeline.unmatched("f1").getReason()).isEqualTo("trace_not_seen");
    assertThat(pipeline.unmatched("f1").getWaitedUntil())
        .isEqualTo(Events.START.plusSeconds(6).plus(Pipeline.WAIT));
    assertThat(pipeline.unmatched("f2").getReason()).isEqualTo("client_request_id_not_seen");
    assertThat(pipeline.rows(StateStores.WAITING)).isEmpty();

    pipeline.send(trace("t1", 0, "th", "r1"));
    assertThat(feedbackIn("th")).containsExactly("f1", "f2");
    assertThat(pipeline.unmatched()).isEmpty();
  }

  @Test
  void unmatchedFeedbackThatIsEditedMovedOrTakenBackIsToldAnew() {
    pipeline.send(feedback("f1", 5, onTrace("t1"), "true")).pass(Pipeline.WAIT.plusHours(1));
    pipeline.send(feedback("f1", 6, onTrace("t1"), "false"));
    assertThat(pipeline.unmatched("f1").getFeedback().getValueJson()).isEqualTo("false");

    pipeline.send(feedback("f1", 7, onRequest("r1"), "false")).pass(Duration.ofSeconds(1));
    assertThat(pipeline.unmatched("f1").getReason()).isEqualTo("client_request_id_not_seen");

    pipeline.send(
        feedback("f1", 8, onRequest("r1"), "false", feedback -> feedback.setRetracted(true)));
    assertThat(pipeline.unmatched()).isEmpty();
    assertThat(pipeline.rows(StateStores.UNMATCHED)).isEmpty();
  }

  @Test
  void feedbackThatWaitedTooLongBeforeItCameIsUnmatchedAtOnce() {
    pipeline.send(feedback("new", 900, onTrace("t1"), "true")).pass(Pipeline.WAIT.plusMinutes(1));
    pipeline.send(feedback("f1", 5, onTrace("t1"), "true")).pass(Duration.ofSeconds(1));
    assertThat(pipeline.unmatched().keySet()).containsExactly("acme/f/f1");
  }

  @Test
  void manyWaitsThatEndTogetherAreToldInSteps() {
    List<SpecificRecord> events = new ArrayList<>();
    IntStream.range(0, 1_200)
        .forEach(i -> events.add(feedback("f" + i, i % 60, onRequest("r" + i), "true")));
    pipeline.send(events).pass(Pipeline.WAIT.plusHours(1));
    for (int i = 0; i < 3; i++) {
      pipeline.pass(Duration.ofSeconds(1));
    }
    assertThat(pipeline.unmatched()).hasSize(1_200);
    assertThat(pipeline.rows(StateStores.WAITING)).isEmpty();
  }

  @Test
  void feedbackOnAThreadAndOnAMessageJoins() {
    pipeline.send(
        feedback("f1", 5, onThread("th"), "true"),
        feedback("f2", 6, onMessage("th", "m1"), "true"));
    assertThat(feedbackIn("th")).containsExactly("f1", "f2");
    assertThat(pipeline.labeled("th").getFeedback())
        .extracting(LabeledFeedback::getMessageFound)
        .containsExactly(null, false);
    pipeline.send(message("th", "m1", 1, "hello"));
    assertThat(pipeline.labeled("th").getFeedback())
        .extracting(LabeledFeedback::getMessageFound)
        .containsExactly(null, true);
  }

  @Test
  void aTraceWithoutAThreadGetsItsOwnAndMovesWhenItLearnsItsThread() {
    pipeline.send(trace("t1", 0, null, "r1"), feedback("f1", 5, onRequest("r1"), "true"));
    assertThat(pipeline.labeled("trace:t1").getKind()).isEqualTo("trace");
    assertThat(feedbackIn("trace:t1")).containsExactly("f1");
    pipeline.send(trace("t1", 1, "th", null));
    assertThat(pipeline.labeled().keySet()).containsExactly("acme/h/th");
    assertThat(feedbackIn("th")).containsExactly("f1");
    assertThat(pipeline.labeled("th").getTraces())
        .extracting(LabeledTrace::getClientRequestId)
        .containsExactly("r1");
  }

  @Test
  void aTraceThatGoesAndComesBackIsWhereItsNewestWordSays() {
    pipeline.send(
        trace("t1", 0, "A", null),
        feedback("f1", 5, onTrace("t1"), "true"),
        trace("t1", 1, "B", null),
        trace("t1", 2, "A", null));
    assertThat(pipeline.labeled().keySet()).containsExactly("acme/h/A");
    assertThat(feedbackIn("A")).containsExactly("f1");
  }

  @Test
  void oneFeedbackIdSentByClientRequestIdAndThenByTraceIdIsOnePiece() {
    pipeline.send(
        trace("t1", 0, "th", "r1"),
        feedback("f1", 5, onRequest("r1"), "true"),
        feedback("f1", 6, onTrace("t1"), "true"));
    assertThat(feedbackIn("th")).containsExactly("f1");
    assertThat(pipeline.labeled("th").getFeedbackCount()).isEqualTo(1);
  }

  @Test
  void anEditChangesTheValueWhateverTheOrderOfArrival() {
    pipeline.send(
        trace("t1", 0, "th", null),
        feedback("f1", 9, onTrace("t1"), "false"),
        feedback("f1", 5, onTrace("t1"), "true"));
    assertThat(pipeline.labeled("th").getFeedback())
        .extracting(LabeledFeedback::getValueJson)
        .containsExactly("false");
  }

  @Test
  void aRetractionTakesFeedbackAwayAndTheLabelWithIt() {
    pipeline.send(trace("t1", 0, "th", null), feedback("f1", 5, onTrace("t1"), "true"));
    assertThat(pipeline.labeled()).isNotEmpty();
    pipeline.send(feedback("f1", 6, null, null, feedback -> feedback.setRetracted(true)));
    assertThat(pipeline.labeled()).isEmpty();
  }

  @Test
  void aRetractionThatComesFirstHolds() {
    pipeline.send(
        feedback("f1", 6, null, null, feedback -> feedback.setRetracted(true)),
        trace("t1", 0, "th", null),
        feedback("f1", 5, onTrace("t1"), "true"));
    assertThat(pipeline.labeled()).isEmpty();
  }

  @Test
  void anOverriddenPieceIsNotCountedAndComesBackWhenItsOverriderIsRetracted() {
    pipeline.send(
        feedback("judge", 6, onTrace("t1"), "true", feedback -> feedback.setOverrides("human")),
        feedback("human", 5, onTrace("t1"), "false"),
        trace("t1", 0, "th", null));
    assertThat(feedbackIn("th")).containsExactly("judge");
    pipeline.send(feedback("judge", 7, null, null, feedback -> feedback.setRetracted(true)));
    assertThat(feedbackIn("th")).containsExactly("human");
  }

  @Test
  void theFirstTraceOfAClientRequestIdHasItsFeedbackAndTheNextTakesOver() {
    pipeline.send(
        feedback("f1", 5, onRequest("r1"), "true"),
        trace("t2", 2, "B", "r1"),
        trace("t1", 1, "A", "r1"));
    assertThat(pipeline.labeled().keySet()).containsExactly("acme/h/A");
    pipeline.send(trace("t1", 3, null, "r2"));
    assertThat(pipeline.labeled().keySet()).containsExactly("acme/h/B");
  }

  @Test
  void messagesStandInTheOrderOfTheirEventTimes() {
    pipeline.send(
        message("th", "c", 3, "three"),
        message("th", "a", 1, "one"),
        message("th", "b", 2, "two"),
        feedback("f1", 5, onThread("th"), "true"));
    assertThat(pipeline.labeled("th").getMessages())
        .extracting(LabeledMessage::getMessageId)
        .containsExactly("a", "b", "c");
    assertThat(pipeline.labeled("th").getCreatedAt()).isEqualTo(Events.START.plusSeconds(1));
  }

  @Test
  void messagesOfOneTimeStandInTheOrderOfTheirPlaces() {
    pipeline.send(
        placed(message("th", "assistant-1", 1, "answer"), 1),
        placed(message("th", "user-1", 1, "question"), 0),
        placed(message("th", "a", 1, "thanks"), 2),
        feedback("f1", 5, onThread("th"), "true"));
    assertThat(pipeline.labeled("th").getMessages())
        .extracting(LabeledMessage::getMessageId)
        .containsExactly("user-1", "assistant-1", "a");

    // An edit is alone in its request, and stays where the message was.
    pipeline.send(placed(message("th", "a", 9, "many thanks"), 0));
    assertThat(pipeline.labeled("th").getMessages())
        .extracting(LabeledMessage::getMessageId)
        .containsExactly("user-1", "assistant-1", "a");
  }

  private static Message placed(Message message, long position) {
    message.setPosition(position);
    return message;
  }

  @Test
  void aTraceStandsAtItsStartThoughItWasToldOfLater() {
    Instant start = Events.START.minusSeconds(3_600);
    Instant end = Events.START.minusSeconds(60);
    pipeline.send(
        trace("t1", 1, trace -> trace.setThreadId("th").setEndTime(end)),
        feedback("f1", 5, onTrace("t1"), "true"));
    assertThat(pipeline.labeled("th").getTraces().get(0).getCreatedAt()).isEqualTo(end);

    pipeline.send(trace("t1", 2, trace -> trace.setStartTime(start)));
    assertThat(pipeline.labeled("th").getTraces().get(0).getCreatedAt()).isEqualTo(start);
    assertThat(pipeline.labeled("th").getCreatedAt()).isEqualTo(start);

    pipeline.send(trace("t1", 3, trace -> trace.setClear(List.of("start_time", "end_time"))));
    assertThat(pipeline.labeled("th").getTraces().get(0).getCreatedAt())
        .isEqualTo(Events.START.plusSeconds(1));
    assertThat(pipeline.labeled("th").getCreatedAt()).isEqualTo(Events.START.plusSeconds(1));
  }

  @Test
  void intentsAndIssuesAloneLabelAThread() {
    pipeline.send(thread("th", 1, facts -> facts.setIntents(List.of("refund"))));
    assertThat(pipeline.labeled("th").getIntents()).containsExactly("refund");
    pipeline.send(thread("th", 2, facts -> facts.setRemoveIntents(List.of("refund"))));
    assertThat(pipeline.labeled()).isEmpty();
  }

  @Test
  void fieldsOfATraceAreMergedFieldByField() {
    pipeline.send(
        trace("t1", 2, trace -> trace.setThreadId("th").setModel("new").setTags(Map.of("a", "1"))),
        trace("t1", 1, trace -> trace.setModel("old").setName("chat").setTags(Map.of("b", "2"))),
        feedback("f1", 5, onTrace("t1"), "true"));
    LabeledTrace merged = pipeline.labeled("th").getTraces().get(0);
    assertThat(merged.getModel()).isEqualTo("new");
    assertThat(merged.getName()).isEqualTo("chat");
    assertThat(merged.getTags()).isEqualTo(Map.of("a", "1", "b", "2"));
    assertThat(merged.getCreatedAt()).isEqualTo(Events.START.plusSeconds(1));
  }

  @Test
  void aClearedFieldIsEmptyForOlderStatements() {
    pipeline.send(
        trace("t1", 3, trace -> trace.setClear(List.of("model", "tags"))),
        trace("t1", 2, trace -> trace.setThreadId("th").setModel("m").setTags(Map.of("a", "1"))),
        trace("t1", 4, trace -> trace.setTags(Map.of("b", "2"))),
        feedback("f1", 5, onTrace("t1"), "true"));
    LabeledTrace merged = pipeline.labeled("th").getTraces().get(0);
    assertThat(merged.getModel()).isNull();
    assertThat(merged.getTags()).isEqualTo(Map.of("b", "2"));
  }

  @Test
  void duplicatesChangeNothing() {
    List<SpecificRecord> events =
        List.of(
            trace("t1", 0, "th", "r1"),
            message("th", "m1", 1, "hello"),
            feedback("f1", 5, onRequest("r1"), "true"));
    LabeledThread once = pipeline.send(events).labeled("th");
    assertThat(pipeline.send(events).send(events).labeled("th")).isEqualTo(once);
  }

  @Test
  void aRefWithMuchFeedbackIsPlacedInSteps() {
    int many = Stage.ROWS_AT_ONCE * 2 + 7;
    List<SpecificRecord> events = new ArrayList<>();
    IntStream.range(0, many)
        .forEach(i -> events.add(feedback("f" + i, 5, onRequest("r1"), "true")));
    events.add(trace("t1", 0, "A", "r1"));
    assertThat(pipeline.send(events).labeled("A").getFeedbackCount()).isEqualTo(many);
    pipeline.send(trace("t1", 1, "B", null));
    assertThat(pipeline.labeled().keySet()).containsExactly("acme/h/B");
    assertThat(pipeline.labeled("B").getFeedbackCount()).isEqualTo(many);
    assertThat(pipeline.labeled("B").getTruncated()).isTrue();
  }

  @Test
  void aHopThatAStageFailsOnIsADeadLetterAndTheRestGoesOn() {
    pipeline.sendRaw(
        Topics.CLAIMS,
        "not a key".getBytes(StandardCharsets.UTF_8),
        RowSerde.bytes(new ClaimHop("t1", null)));
    pipeline.send(trace("t1", 0, "th", "r1"), feedback("f1", 5, onRequest("r1"), "true"));
    assertThat(feedbackIn("th")).containsExactly("f1");
    DeadLetter letter = pipeline.deadLetters().get(0);
    assertThat(letter.getReason()).isEqualTo("failed");
    assertThat(letter.getStage()).isEqualTo("resolve");
    assertThat(letter.getTopic()).isEqualTo(Topics.CLAIMS.name());
    assertThat(letter.getValue().array()).isEqualTo(RowSerde.bytes(new ClaimHop("t1", null)));
  }

  @Test
  void whatCannotBeReadGoesToTheDeadLettersAndTheRestGoesOn() {
    byte[] key = "acme/t/t1".getBytes(StandardCharsets.UTF_8);
    pipeline
        .sendRaw(Topics.TRACES, key, new byte[] {1, 2, 3})
        .sendRaw(Topics.TRACES, new byte[] {'x'}, RecordBytes.write(trace("t1", 0, "th", null)))
        .sendRaw(Topics.TRACES, key, RecordBytes.write(trace("t2", 0, "th", null)))
        .sendRaw(Topics.TRACES, key, RecordBytes.write(trace("t1", 0, "trace:x", null)))
        .send(trace("t1", 0, "th", null), feedback("f1", 5, onTrace("t1"), "true"));
    assertThat(pipeline.deadLetters())
        .extracting(letter -> letter.getReason())
        .containsExactly("unreadable", "invalid_key", "invalid_key", "invalid");
    assertThat(feedbackIn("th")).containsExactly("f1");
  }

  private List<String> feedbackIn(String threadId) {
    LabeledThread thread = pipeline.labeled(threadId);
    return thread.getFeedback().stream().map(LabeledFeedback::getFeedbackId).toList();
  }
}
