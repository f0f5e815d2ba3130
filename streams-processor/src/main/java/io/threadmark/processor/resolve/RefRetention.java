package io.threadmark.processor.resolve;

import io.threadmark.processor.facts.Facts;
import io.threadmark.processor.resolve.rows.FeedbackRows;
import io.threadmark.processor.resolve.rows.TraceRows;
import io.threadmark.processor.stage.Retention;
import io.threadmark.processor.stage.Stage;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.stage.Sweep;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Key;
import io.threadmark.schema.Micros;
import io.threadmark.schema.state.ClaimHop;
import io.threadmark.schema.state.FactsRow;
import io.threadmark.schema.state.ForgetHop;
import io.threadmark.schema.state.PlacedFeedback;
import io.threadmark.schema.state.SpansHop;
import java.nio.charset.StandardCharsets;

/**
 * Forgets traces and feedback of refs: what a thread let go, and feedback that is in no thread and
 * too old. What has a newer word than its thread knew stays.
 */
final class RefRetention {
  private final Stage stage;
  private final Rows.Mutable traces;
  private final Rows.Mutable feedback;
  private final FeedbackPlacing placing;
  private final RefErasing erasing;
  private final Retention retention;

  RefRetention(Stage stage, FeedbackPlacing placing, RefErasing erasing, Retention retention) {
    this.stage = stage;
    this.traces = stage.rows(StateStores.TRACES);
    this.feedback = stage.rows(StateStores.FEEDBACK);
    this.placing = placing;
    this.erasing = erasing;
    this.retention = retention;
    Sweep.begin(stage, "forget-unplaced", feedback, retention, this::forgetIfInNoThread);
  }

  /** Forgets what a thread let go, or whose spans are too old where it is not there. */
  void forget(byte[] ref, ForgetHop hop) {
    long nowMs = stage.context().currentSystemTimeMs();
    if (hop.getFeedbackId() == null) {
      trace(ref, hop.getThreadId(), nowMs);
      return;
    }
    PlacedFeedback row = FeedbackRows.get(feedback, ref, hop.getFeedbackId());
    boolean elsewhere =
        row != null && row.getThreadId() != null && !row.getThreadId().equals(hop.getThreadId());
    if (row != null && !elsewhere) {
      feedback(ref, hop.getFeedbackId(), row, nowMs);
    }
  }

  private void trace(byte[] ref, String threadId, long nowMs) {
    FactsRow row = TraceRows.get(traces, ref);
    Key key = Key.parse(ref);
    if (row == null) {
      stage.send(key, new SpansHop(null)); // there may be spans all the same
      return;
    }
    if (!retention.isOver(key.project(), Facts.updatedAt(row), nowMs)) {
      return;
    }
    Facts facts = Facts.of(row);
    if (!TraceRows.threadOf(key.id(), facts).equals(threadId)) {
      return; // it has moved, and is what that thread keeps
    }
    TraceRows.delete(traces, ref);
    stage.send(key, new SpansHop(null));
    erasing.forget(ref, facts);
    String requestId = TraceRows.clientRequestId(facts);
    if (requestId != null) {
      stage.send(Key.clientRequest(key.project(), requestId), new ClaimHop(key.id(), null));
    }
    placing.placeAnew(ref);
  }

  private void forgetIfInNoThread(byte[] rowKey, byte[] value, long nowMs) {
    FeedbackRows.Place place = FeedbackRows.placeOf(rowKey);
    if (place == null) {
      return;
    }
    PlacedFeedback row = FeedbackRows.CODEC.read(value);
    if (row.getThreadId() == null) {
      feedback(place.ref().getBytes(StandardCharsets.UTF_8), place.feedbackId(), row, nowMs);
    }
  }

  private void feedback(byte[] ref, String feedbackId, PlacedFeedback row, long nowMs) {
    long newest = Micros.of(row.getLive().getFeedback().getStamp().getEventTime());
    String project = Key.parse(ref).project();
    if (retention.isOver(project, newest, nowMs)) {
      placing.remove(ref, feedbackId);
      stage.send(Key.feedback(project, feedbackId), new ForgetHop("", feedbackId));
    }
  }
}
