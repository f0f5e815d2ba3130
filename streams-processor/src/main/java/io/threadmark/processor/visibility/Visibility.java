package io.threadmark.processor.visibility;

import io.threadmark.processor.cluster.StoreAccess;
import io.threadmark.processor.erasure.rows.ErasedMarks;
import io.threadmark.processor.erasure.rows.SubjectHash;
import io.threadmark.processor.facts.Facts;
import io.threadmark.processor.feedback.rows.FeedbackVersions;
import io.threadmark.processor.feedback.rows.IdentityRows;
import io.threadmark.processor.feedback.rows.Refs;
import io.threadmark.processor.resolve.rows.ClaimRows;
import io.threadmark.processor.resolve.rows.FeedbackRows;
import io.threadmark.processor.resolve.rows.Placement;
import io.threadmark.processor.resolve.rows.Placements;
import io.threadmark.processor.resolve.rows.TraceRows;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.thread.rows.ThreadReader;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Key;
import io.threadmark.schema.Receipt.Statement;
import io.threadmark.schema.Stamp;
import io.threadmark.schema.StampOrder;
import io.threadmark.schema.state.Claim;
import io.threadmark.schema.state.FactsRow;
import io.threadmark.schema.state.FeedbackRow;
import io.threadmark.schema.state.LiveFeedback;
import io.threadmark.schema.state.PlacedFeedback;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One look at whether queries see what a receipt names; see {@link Unseen}. The owners are asked in
 * turn, Identify, Resolve, Assemble, until each holds the stamp or a greater one; no offset takes
 * part.
 */
public final class Visibility {
  /** Pieces of feedback of a trace that are looked at; the rest follow them in order. */
  private static final int MOST_RELEASED = 100;

  /** Of these, so many are in memory at a time. */
  private static final int RELEASED_AT_ONCE = 25;

  private final StoreAccess stores;
  private final SubjectHash hashes;
  private final Set<Key> threads = new HashSet<>();

  /**
   * @param hashes names what was erased
   */
  public Visibility(StoreAccess stores, SubjectHash hashes) {
    this.stores = stores;
    this.hashes = hashes;
  }

  /** The threads that the look led to. */
  public Set<Key> threads() {
    return threads;
  }

  /** Whether queries see what a statement of a project says, or have no need to any more. */
  public boolean isVisible(String project, Statement statement) {
    return isSeen(project, statement) || isErased(project, statement);
  }

  /** What was erased is never seen, and nobody need wait for it. */
  private boolean isErased(String project, Statement statement) {
    String id = statement.id();
    return switch (statement.subject()) {
      case TRACE -> isErased(StateStores.ERASED_REFS, Key.trace(project, id));
      case THREAD -> isErased(StateStores.ERASED_THREADS, Key.thread(project, id));
      case FEEDBACK -> isErased(StateStores.ERASED_FEEDBACK, Key.feedback(project, id));
      case MESSAGE -> {
        Key thread = Key.thread(project, id);
        yield erased(StateStores.ERASED_THREADS, thread).isErased(thread, statement.messageId());
      }
    };
  }

  private boolean isErased(String store, Key key) {
    return erased(store, key).isErased(key);
  }

  private ErasedMarks erased(String store, Key key) {
    return new ErasedMarks(stores.rows(store, key), hashes.copy());
  }

  private boolean isSeen(String project, Statement statement) {
    return switch (statement.subject()) {
      case TRACE -> trace(project, statement.id(), statement.stamp());
      case MESSAGE ->
          holds(thread(project, statement.id()).message(statement.messageId()), statement.stamp());
      case THREAD -> holds(thread(project, statement.id()).facts(), statement.stamp());
      case FEEDBACK -> feedback(Key.feedback(project, statement.id()), statement.stamp());
    };
  }

  private boolean trace(String project, String traceId, Stamp stamp) {
    Key ref = Key.trace(project, traceId);
    FactsRow row = TraceRows.get(stores.rows(StateStores.TRACES, ref), ref.bytes());
    if (!holds(row, stamp)) {
      return false;
    }
    Facts facts = Facts.of(row);
    String threadId = TraceRows.threadOf(traceId, facts);
    return holds(thread(project, threadId).trace(traceId), stamp)
        && isReleased(ref, threadId)
        && claimHasCome(project, traceId, facts);
  }

  /** Whether a trace's client request id knows the trace as it is, and let its feedback go. */
  private boolean claimHasCome(String project, String traceId, Facts facts) {
    String requestId = TraceRows.clientRequestId(facts);
    if (requestId == null) {
      return true;
    }
    Key request = Key.clientRequest(project, requestId);
    var claims = stores.rows(StateStores.CLAIMS, request);
    if (!TraceRows.claim(traceId, facts).equals(ClaimRows.of(claims, request.bytes(), traceId))) {
      return false;
    }
    Claim winner = ClaimRows.winner(claims, request.bytes());
    return winner != null && isReleased(request, winner.getThreadId());
  }

  /** Whether the feedback of a ref has arrived in the ref's thread. */
  private boolean isReleased(Key ref, String threadId) {
    ThreadReader thread = thread(ref.project(), threadId);
    String last = null;
    for (int looked = 0; looked < MOST_RELEASED; looked += RELEASED_AT_ONCE) {
      Map<String, PlacedFeedback> some = feedback(ref, last);
      for (Map.Entry<String, PlacedFeedback> piece : some.entrySet()) {
        last = piece.getKey();
        PlacedFeedback placed = piece.getValue();
        if (!threadId.equals(placed.getThreadId())
            || !placed.equals(thread.feedback(piece.getKey(), ref.toString()))) {
          return false;
        }
      }
      if (some.size() < RELEASED_AT_ONCE) {
        return true;
      }
    }
    return true;
  }

  /**
   * Some feedback of a ref, behind an id. It is collected, and the scan is over, before its thread
   * is asked, which may be at another instance: an open scan holds what a store would let go.
   */
  private Map<String, PlacedFeedback> feedback(Key ref, String afterId) {
    Map<String, PlacedFeedback> some = new LinkedHashMap<>();
    FeedbackRows.scan(
        stores.rows(StateStores.FEEDBACK, ref),
        ref.bytes(),
        afterId,
        (id, row) -> {
          some.put(id, row);
          return some.size() < RELEASED_AT_ONCE;
        });
    return some;
  }

  private boolean feedback(Key key, Stamp stamp) {
    var identities = stores.rows(StateStores.IDENTITIES, key);
    FeedbackRow row = IdentityRows.versions(identities, key.bytes());
    if (row == null
        || StampOrder.INSTANCE.compare(FeedbackVersions.winner(row).getStamp(), stamp) < 0) {
      return false;
    }
    LiveFeedback live =
        FeedbackVersions.live(row, IdentityRows.supersededBy(identities, key.bytes()));
    Key current = live == null ? null : Refs.of(live.getFeedback());
    Map<Key, Boolean> refs = new LinkedHashMap<>();
    for (Feedback version : row.getVersions()) {
      if (version.getTarget() != null) {
        Key ref = Refs.of(version);
        refs.put(ref, ref.equals(current));
      }
    }
    return refs.entrySet().stream()
            .allMatch(ref -> isAt(ref.getKey(), key.id(), ref.getValue() ? live : null))
        && overriddenKnows(key, live);
  }

  /** Whether the feedback that this one overrides, if it overrides one, shows it. */
  private boolean overriddenKnows(Key key, LiveFeedback live) {
    String overridden = live == null ? null : live.getFeedback().getOverrides();
    if (overridden == null) {
      return true;
    }
    Key other = Key.feedback(key.project(), overridden);
    var identities = stores.rows(StateStores.IDENTITIES, other);
    String supersededBy = IdentityRows.supersededBy(identities, other.bytes());
    if (supersededBy == null) {
      return false;
    }
    LiveFeedback superseded =
        FeedbackVersions.live(IdentityRows.versions(identities, other.bytes()), supersededBy);
    return superseded == null || isAt(Refs.of(superseded.getFeedback()), overridden, superseded);
  }

  /** Whether a ref, and the thread that it leads to, has a piece of feedback just so. */
  private boolean isAt(Key ref, String feedbackId, LiveFeedback live) {
    if (ref.kind() == Key.Kind.THREAD) {
      PlacedFeedback item =
          thread(ref.project(), ref.id()).feedback(feedbackId, FeedbackRows.WRITTEN_BY_IDENTIFY);
      return Objects.equals(live, item == null ? null : item.getLive());
    }
    PlacedFeedback placed =
        FeedbackRows.get(stores.rows(StateStores.FEEDBACK, ref), ref.bytes(), feedbackId);
    if (!Objects.equals(live, placed == null ? null : placed.getLive())) {
      return false;
    }
    Placement placement =
        new Placements(stores.rows(StateStores.TRACES, ref), stores.rows(StateStores.CLAIMS, ref))
            .of(ref.bytes());
    if (placement == null) {
      return true; // it waits, and that is what queries show
    }
    return Objects.equals(
        placed, thread(ref.project(), placement.threadId()).feedback(feedbackId, ref.toString()));
  }

  private static boolean holds(FactsRow row, Stamp stamp) {
    return row != null && Facts.holds(row, stamp);
  }

  private ThreadReader thread(String project, String threadId) {
    Key key = Key.thread(project, threadId);
    threads.add(key);
    return new ThreadReader(stores.rows(StateStores.THREADS, key), key.bytes());
  }
}
