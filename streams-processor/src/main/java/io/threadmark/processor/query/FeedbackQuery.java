package io.threadmark.processor.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.processor.model.FeedbackRows;
import io.threadmark.processor.model.FeedbackVersions;
import io.threadmark.processor.model.IdentityRows;
import io.threadmark.processor.model.LabeledItems;
import io.threadmark.processor.model.Refs;
import io.threadmark.processor.model.Rows;
import io.threadmark.processor.model.ThreadReader;
import io.threadmark.processor.topology.StateStores;
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

/** One piece of feedback with its history and the state of its join, and why. */
final class FeedbackQuery {
  private final StoreAccess stores;
  private final Duration wait;
  private final Clock clock;

  /**
   * @param wait how long feedback waits for its trace before it counts as unmatched
   */
  FeedbackQuery(StoreAccess stores, Duration wait, Clock clock) {
    this.stores = stores;
    this.wait = wait;
    this.clock = clock;
  }

  /** The feedback of an id; null where there is none. */
  ObjectNode find(String project, String feedbackId) {
    Key key = Key.feedback(project, feedbackId);
    Rows identities = stores.rows(StateStores.IDENTITIES, key);
    FeedbackRow row = IdentityRows.versions(identities, key.bytes());
    if (row == null) {
      return null;
    }
    Feedback winner = FeedbackVersions.winner(row);
    LiveFeedback live =
        FeedbackVersions.live(row, IdentityRows.supersededBy(identities, key.bytes()));
    ObjectNode view = live == null ? retracted(row, winner) : joined(live);
    view.put("project_id", project);
    view.set("history", Views.array(row.getVersions(), Views::version));
    return view;
  }

  private static ObjectNode retracted(FeedbackRow row, Feedback winner) {
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
    return view;
  }

  private ObjectNode joined(LiveFeedback live) {
    Key ref = Refs.of(live.getFeedback());
    PlacedFeedback placed =
        ref.kind() == Key.Kind.THREAD
            ? new PlacedFeedback(live, null, ref.id(), null)
            : placed(ref, live);
    String messageId = live.getFeedback().getTarget().getMessageId();
    ObjectNode view =
        Views.of(
            LabeledItems.feedback(placed, messageId == null ? null : hasMessage(ref, messageId)));
    Views.text(view, "superseded_by", live.getSupersededBy());
    if (placed.getThreadId() == null) {
      waiting(view, ref, live);
    } else {
      matched(view, placed);
    }
    return view;
  }

  /** What Resolve has of it; where it is still on its way there, it waits. */
  private PlacedFeedback placed(Key ref, LiveFeedback live) {
    PlacedFeedback placed =
        FeedbackRows.get(
            stores.rows(StateStores.FEEDBACK, ref),
            ref.bytes(),
            live.getFeedback().getFeedbackId());
    return placed == null
        ? FeedbackRows.place(live, null)
        : new PlacedFeedback(
            live, placed.getTraceId(), placed.getThreadId(), placed.getMatchedAt());
  }

  private boolean hasMessage(Key thread, String messageId) {
    return new ThreadReader(stores.rows(StateStores.THREADS, thread), thread.bytes())
            .message(messageId)
        != null;
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
