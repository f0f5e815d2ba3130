package io.threadmark.processor.query.feedback;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.processor.feedback.rows.FeedbackVersions;
import io.threadmark.processor.query.http.Views;
import io.threadmark.processor.resolve.rows.FeedbackRows;
import io.threadmark.processor.thread.rows.LabeledItems;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Key;
import io.threadmark.schema.Micros;
import io.threadmark.schema.Target;
import io.threadmark.schema.state.FeedbackRow;
import io.threadmark.schema.state.LiveFeedback;
import io.threadmark.schema.state.PlacedFeedback;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Feedback as queries show it: what was judged, the state of the join, and why. */
public final class FeedbackViews {
  private final Duration wait;
  private final Clock clock;

  /**
   * @param wait how long feedback waits for its trace before it counts as unmatched
   */
  public FeedbackViews(Duration wait, Clock clock) {
    this.wait = wait;
    this.clock = clock;
  }

  /** Feedback that was taken back. */
  static ObjectNode retracted(String project, FeedbackRow row) {
    Feedback winner = FeedbackVersions.winner(row);
    // A retraction need not repeat what it takes back.
    Feedback last =
        row.getVersions().stream()
            .filter(version -> !version.getRetracted())
            .findFirst()
            .orElse(winner);
    ObjectNode view = Views.version(last);
    view.put("feedback_id", winner.getFeedbackId());
    view.put("retracted", true);
    view.put("created_at", Micros.toInstant(row.getCreatedAt()).toString());
    view.put("updated_at", winner.getStamp().getEventTime().toString());
    view.put("state", "RETRACTED");
    view.put("reason", "taken back at " + winner.getStamp().getEventTime());
    view.put("project_id", project);
    return view;
  }

  /**
   * Live feedback, waiting or placed.
   *
   * @param ref what it names
   * @param messageFound whether its message is there; null where it is about none, or unknown
   */
  ObjectNode live(Key ref, PlacedFeedback placed, Boolean messageFound) {
    ObjectNode view = Views.of(LabeledItems.feedback(placed, messageFound));
    Views.text(view, "superseded_by", placed.getLive().getSupersededBy());
    if (placed.getThreadId() == null) {
      waiting(view, ref, placed.getLive());
    } else {
      matched(view, placed);
    }
    view.put("project_id", ref.project());
    return view;
  }

  private static void matched(ObjectNode view, PlacedFeedback placed) {
    view.put("state", "MATCHED");
    view.put("thread_id", placed.getThreadId());
    if (placed.getMatchedAt() == null) {
      view.put("reason", "it names its thread");
    } else {
      view.put("reason", "its trace has come");
      view.put("matched_at", Micros.toInstant(placed.getMatchedAt()).toString());
    }
  }

  private void waiting(ObjectNode view, Key ref, LiveFeedback live) {
    Instant until = Micros.toInstant(FeedbackRows.waitsSince(live)).plus(wait);
    boolean over = clock.instant().isAfter(until);
    view.put("state", over ? "UNMATCHED" : "PENDING");
    String what = ref.kind() == Key.Kind.TRACE ? "its trace" : "a trace with its client request id";
    view.put(
        "reason",
        over ? what + " has not come in time; a late one still matches" : what + " has not come");
    Target waitingFor = new Target(null, null, null, null, null);
    if (ref.kind() == Key.Kind.TRACE) {
      waitingFor.setTraceId(ref.id());
    } else {
      waitingFor.setClientRequestId(ref.id());
    }
    view.set("waiting_for", Views.of(waitingFor));
    view.put("waiting_until", until.toString());
  }
}
