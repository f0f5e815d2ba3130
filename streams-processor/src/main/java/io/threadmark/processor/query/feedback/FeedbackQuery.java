package io.threadmark.processor.query.feedback;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.processor.cluster.StoreAccess;
import io.threadmark.processor.feedback.rows.FeedbackVersions;
import io.threadmark.processor.feedback.rows.IdentityRows;
import io.threadmark.processor.feedback.rows.Refs;
import io.threadmark.processor.query.http.Views;
import io.threadmark.processor.resolve.rows.FeedbackRows;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.store.Rows;
import io.threadmark.processor.thread.rows.ThreadReader;
import io.threadmark.schema.Key;
import io.threadmark.schema.state.FeedbackRow;
import io.threadmark.schema.state.LiveFeedback;
import io.threadmark.schema.state.PlacedFeedback;

/** One piece of feedback with its history and the state of its join, and why. */
public final class FeedbackQuery {
  private final StoreAccess stores;
  private final FeedbackViews views;

  public FeedbackQuery(StoreAccess stores, FeedbackViews views) {
    this.stores = stores;
    this.views = views;
  }

  /** The feedback of an id; null where there is none. */
  public ObjectNode find(String project, String feedbackId) {
    Key key = Key.feedback(project, feedbackId);
    Rows identities = stores.rows(StateStores.IDENTITIES, key);
    FeedbackRow row = IdentityRows.versions(identities, key.bytes());
    if (row == null) {
      return null;
    }
    LiveFeedback live =
        FeedbackVersions.live(row, IdentityRows.supersededBy(identities, key.bytes()));
    ObjectNode view = live == null ? FeedbackViews.retracted(project, row) : joined(live);
    view.set("history", Views.array(row.getVersions(), Views::version));
    return view;
  }

  private ObjectNode joined(LiveFeedback live) {
    Key ref = Refs.of(live.getFeedback());
    PlacedFeedback placed =
        ref.kind() == Key.Kind.THREAD ? FeedbackRows.onThread(live, ref.id()) : placed(ref, live);
    String messageId = live.getFeedback().getTarget().getMessageId();
    return views.live(ref, placed, messageId == null ? null : hasMessage(ref, messageId));
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
            live,
            placed.getTraceId(),
            placed.getThreadId(),
            placed.getMatchedAt(),
            placed.getUnmatched());
  }

  private boolean hasMessage(Key thread, String messageId) {
    return new ThreadReader(stores.rows(StateStores.THREADS, thread), thread.bytes())
            .message(messageId)
        != null;
  }
}
