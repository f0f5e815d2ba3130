package io.threadmark.processor.resolve;

import io.threadmark.processor.feedback.rows.FeedbackCounts;
import io.threadmark.processor.feedback.rows.FeedbackListing;
import io.threadmark.processor.resolve.rows.FeedbackRows;
import io.threadmark.processor.resolve.rows.Placement;
import io.threadmark.processor.resolve.rows.Placements;
import io.threadmark.processor.stage.FlowMetrics;
import io.threadmark.processor.stage.Stage;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.stage.Timer;
import io.threadmark.processor.store.Deadline;
import io.threadmark.processor.store.Portion;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Key;
import io.threadmark.schema.Micros;
import io.threadmark.schema.UnmatchedFeedback;
import io.threadmark.schema.state.FeedbackHop;
import io.threadmark.schema.state.PlacedFeedback;
import io.threadmark.schema.state.ThreadHop;
import io.threadmark.schema.state.UnmatchedHop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Puts the feedback of a ref where it belongs. Each row remembers where it was put, so placing anew
 * is to compare each row with the ref's placement, which may be done again at any time. A ref with
 * much feedback is done in bounded steps, and how far that is, is a row too.
 */
final class FeedbackPlacing {
  private static final Duration INTERVAL = Duration.ofMillis(50);
  private static final Duration MOST = Duration.ofMillis(25);
  private static final int REFS_AT_ONCE = 4;

  private static final byte[] NOTHING = {};
  private static final byte[] FIRST = {0};
  private static final byte[] END = {(byte) 0xFF};

  private final Stage stage;
  private final Placements placements;
  private final Rows.Mutable feedback;
  private final Rows.Mutable waiting;
  private final Rows.Mutable placing;
  private final FlowMetrics flow;
  private final Duration wait;
  private final int rowsAtOnce;
  private final WaitEnding waitEnding;
  private final Timer timer;

  /** Where the next turn begins: a scan from the start would pass all that was deleted there. */
  private byte[] next = FIRST;

  /**
   * @param wait how long feedback waits for its trace before it counts as unmatched
   * @param rowsAtOnce rows that one step looks at
   */
  FeedbackPlacing(
      Stage stage, Placements placements, FlowMetrics flow, Duration wait, int rowsAtOnce) {
    this.stage = stage;
    this.placements = placements;
    this.feedback = stage.rows(StateStores.FEEDBACK);
    this.waiting = stage.rows(StateStores.WAITING);
    this.placing = stage.rows(StateStores.PLACING);
    this.flow = flow;
    this.wait = wait;
    FeedbackCounts.begin(feedback);
    this.rowsAtOnce = rowsAtOnce;
    this.waitEnding = new WaitEnding(stage, this, wait, rowsAtOnce);
    this.timer = stage.every("place-feedback", INTERVAL, now -> goOn());
  }

  /** Takes a piece of feedback in, or out, as Identify has it now. */
  void feedback(byte[] ref, FeedbackHop hop) {
    PlacedFeedback now =
        hop.getLive() == null ? null : FeedbackRows.place(hop.getLive(), placements.of(ref));
    move(ref, hop.getFeedbackId(), FeedbackRows.get(feedback, ref, hop.getFeedbackId()), now);
  }

  /** Takes a piece of feedback out. */
  void remove(byte[] ref, String feedbackId) {
    move(ref, feedbackId, FeedbackRows.get(feedback, ref, feedbackId), null);
  }

  /** Brings all feedback of a ref to the ref's placement of the moment. */
  void placeAnew(byte[] ref) {
    step(ref, null);
  }

  /** Calls a piece unmatched, where it still waits. */
  void endWait(byte[] waitingKey) {
    if (waiting.get(waitingKey) == null) {
      return;
    }
    byte[] ref = FeedbackRows.waitingRef(waitingKey);
    String feedbackId = FeedbackRows.waitingId(waitingKey);
    PlacedFeedback was = FeedbackRows.get(feedback, ref, feedbackId);
    PlacedFeedback is = FeedbackRows.unmatched(was);
    FeedbackRows.put(feedback, ref, feedbackId, is);
    waiting.delete(waitingKey);
    Key key = Key.parse(ref);
    list(key, was, is);
    tellUnmatched(key, feedbackId, is);
  }

  /** One step for each of some refs that are not done, in turn, so that none waits for another. */
  private void goOn() {
    List<byte[]> refs = new ArrayList<>();
    placing.scan(
        next,
        END,
        Rows.Direction.FORWARD,
        (ref, upTo) -> {
          refs.add(ref);
          return refs.size() < REFS_AT_ONCE;
        });
    Deadline deadline = Deadline.in(MOST);
    for (byte[] ref : refs) {
      next = Arrays.copyOf(ref, ref.length + 1);
      timer.each(ref, this::goOn);
      if (deadline.isOver()) {
        return;
      }
    }
    if (refs.size() < REFS_AT_ONCE) {
      next = FIRST;
    }
  }

  private void goOn(byte[] ref) {
    byte[] upTo = placing.get(ref);
    if (upTo != null) {
      step(ref, new String(upTo, StandardCharsets.UTF_8));
    }
  }

  private void step(byte[] ref, String afterId) {
    Placement placement = placements.of(ref);
    List<String> ids = new ArrayList<>();
    List<PlacedFeedback> rows = new ArrayList<>();
    Portion portion = new Portion(rowsAtOnce);
    FeedbackRows.scan(
        portion.of(feedback),
        ref,
        afterId,
        (id, row) -> {
          ids.add(id);
          rows.add(row);
          return true;
        });
    for (int i = 0; i < ids.size(); i++) {
      move(ref, ids.get(i), rows.get(i), FeedbackRows.place(rows.get(i).getLive(), placement));
    }
    if (portion.isTaken()) {
      placing.put(ref, ids.get(ids.size() - 1).getBytes(StandardCharsets.UTF_8));
    } else if (afterId != null || placing.get(ref) != null) {
      placing.delete(ref);
    }
  }

  private void move(byte[] ref, String feedbackId, PlacedFeedback was, PlacedFeedback placed) {
    boolean wasUnmatched = was != null && was.getUnmatched();
    boolean stillWaits = wasUnmatched && placed != null && placed.getThreadId() == null;
    PlacedFeedback is = stillWaits ? FeedbackRows.unmatched(placed) : placed;
    if (Objects.equals(was, is)) {
      return;
    }
    Key key = Key.parse(ref);
    if (waits(was)) {
      waiting.delete(FeedbackRows.waitingKey(ref, was.getLive()));
    }
    if (is == null) {
      FeedbackRows.delete(feedback, ref, feedbackId);
    } else {
      FeedbackRows.put(feedback, ref, feedbackId, is);
    }
    list(key, was, is);
    if (waits(is)) {
      byte[] since = FeedbackRows.waitingKey(ref, is.getLive());
      waiting.put(since, NOTHING);
      waitEnding.begins(since);
    }
    if (wasUnmatched) {
      tellUnmatched(key, feedbackId, is);
    }
    String from = was == null ? null : was.getThreadId();
    String to = is == null ? null : is.getThreadId();
    if (from != null && !from.equals(to)) {
      send(key, from, feedbackId, null);
    }
    if (to != null) {
      send(key, to, feedbackId, is);
    }
  }

  private void list(Key ref, PlacedFeedback was, PlacedFeedback is) {
    FeedbackListing.Entry before = FeedbackListing.ofPlaced(ref.toString(), was);
    FeedbackListing.Entry now = FeedbackListing.ofPlaced(ref.toString(), is);
    FeedbackListing.replace(feedback, ref, before, now);
    flow.entered(before, now).ifPresent(stage::count);
  }

  private static boolean waits(PlacedFeedback row) {
    return row != null && row.getThreadId() == null && !row.getUnmatched();
  }

  private void tellUnmatched(Key ref, String feedbackId, PlacedFeedback row) {
    UnmatchedFeedback unmatched = null;
    if (row != null && row.getUnmatched()) {
      String reason =
          ref.kind() == Key.Kind.TRACE ? "trace_not_seen" : "client_request_id_not_seen";
      Instant until = Micros.toInstant(FeedbackRows.waitsSince(row.getLive())).plus(wait);
      unmatched = new UnmatchedFeedback(row.getLive().getFeedback(), reason, until);
    }
    stage.send(
        Key.feedback(ref.project(), feedbackId), new UnmatchedHop(ref.toString(), unmatched));
  }

  private void send(Key ref, String threadId, String feedbackId, PlacedFeedback placed) {
    stage.send(
        Key.thread(ref.project(), threadId),
        new ThreadHop(feedbackId, ref.toString(), true, null, placed, false));
  }
}
