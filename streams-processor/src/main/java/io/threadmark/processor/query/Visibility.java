package io.threadmark.processor.query;

import io.threadmark.processor.erasure.rows.ErasedMarks;
import io.threadmark.processor.erasure.rows.SubjectHash;
import io.threadmark.processor.facts.Facts;
import io.threadmark.processor.feedback.rows.FeedbackVersions;
import io.threadmark.processor.feedback.rows.IdentityRows;
import io.threadmark.processor.feedback.rows.Refs;
import io.threadmark.processor.resolve.rows.ClaimRows;
import io.threadmark.processor.resolve.rows.TraceRows;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.schema.Key;
import io.threadmark.schema.Receipt.Statement;
import io.threadmark.schema.Stamp;
import io.threadmark.schema.state.Claim;
import io.threadmark.schema.state.FactsRow;
import io.threadmark.schema.state.FeedbackRow;
import io.threadmark.schema.state.LiveFeedback;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * One look at whether queries see what a receipt names; see {@link Unseen}. The owners are asked in
 * turn, Identify, Resolve, Assemble, until each holds the stamp or a greater one, and whoever knew
 * what the statement undid has forgotten that; no offset takes part.
 */
final class Visibility {
  private final StoreAccess stores;
  private final SubjectHash hashes;
  private final FeedbackPlaces places;

  /**
   * @param hashes names what was erased
   */
  Visibility(StoreAccess stores, SubjectHash hashes) {
    this.stores = stores;
    this.hashes = hashes;
    this.places = new FeedbackPlaces(stores);
  }

  /** The threads that the look led to. */
  Set<Key> threads() {
    return places.threads();
  }

  /** Whether queries see what a statement of a project says, or have no need to any more. */
  boolean isVisible(String project, Statement statement) {
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
          holds(
              places.thread(project, statement.id()).message(statement.messageId()),
              statement.stamp());
      case THREAD -> holds(places.thread(project, statement.id()).facts(), statement.stamp());
      case FEEDBACK -> feedback(Key.feedback(project, statement.id()), statement.stamp());
    };
  }

  private boolean trace(String project, String traceId, Stamp stamp) {
    Key ref = Key.trace(project, traceId);
    FactsRow row = TraceRows.get(stores.rows(StateStores.TRACES, ref), ref.bytes());
    if (row == null || !holds(row, stamp)) {
      return false;
    }
    Facts facts = Facts.of(row);
    String threadId = TraceRows.threadOf(traceId, facts);
    Set<String> left = places.formerThreads(ref, row);
    return holds(places.thread(project, threadId).trace(traceId), stamp)
        && left.stream().allMatch(was -> places.thread(project, was).trace(traceId) == null)
        && places.isReleased(ref, left)
        && claimsAreAsSaid(ref, row, facts);
  }

  /**
   * Whether the client request id that a trace has knows the trace as it is, and those that it had
   * do not know it any more; and whether each let its feedback go.
   */
  private boolean claimsAreAsSaid(Key trace, FactsRow row, Facts facts) {
    Set<String> threads = new HashSet<>(places.formerThreads(trace, row));
    threads.add(TraceRows.threadOf(trace.id(), facts));
    String requestId = TraceRows.clientRequestId(facts);
    if (requestId != null) {
      Key request = Key.clientRequest(trace.project(), requestId);
      if (!isClaimed(request, trace, TraceRows.claim(trace.id(), facts), threads)) {
        return false;
      }
    }
    return row.getRanks().size() == 1 // one statement undoes nothing
        || places.former(StateStores.ERASED_REFS, trace).stream()
            .filter(former -> former.kind() == Key.Kind.CLIENT_REQUEST)
            .allMatch(request -> isClaimed(request, trace, null, threads));
  }

  private boolean isClaimed(Key request, Key trace, Claim claim, Set<String> threads) {
    var claims = stores.rows(StateStores.CLAIMS, request);
    return Objects.equals(claim, ClaimRows.of(claims, request.bytes(), trace.id()))
        && places.isReleased(request, threads);
  }

  private boolean feedback(Key key, Stamp stamp) {
    var identities = stores.rows(StateStores.IDENTITIES, key);
    FeedbackRow row = IdentityRows.versions(identities, key.bytes());
    if (row == null || !FeedbackVersions.holds(row, stamp)) {
      return false;
    }
    LiveFeedback live =
        FeedbackVersions.live(row, IdentityRows.supersededBy(identities, key.bytes()));
    if (live != null && !places.isAt(Refs.of(live.getFeedback()), key.id(), live)) {
      return false;
    }
    String overrides = live == null ? null : live.getFeedback().getOverrides();
    return (overrides == null || isOverridden(Key.feedback(key.project(), overrides), key, true))
        && places.former(StateStores.ERASED_FEEDBACK, key).stream()
            .allMatch(former -> isUndone(former, key));
  }

  /** Whether what feedback named and does not name any more has forgotten it. */
  private boolean isUndone(Key former, Key feedback) {
    if (former.kind() == Key.Kind.FEEDBACK) {
      return isOverridden(former, feedback, false);
    }
    return !Refs.isRef(former) || places.isAt(former, feedback.id(), null);
  }

  /** Whether feedback knows that it is overridden by other, or is not any more, and shows it. */
  private boolean isOverridden(Key overridden, Key by, boolean live) {
    var identities = stores.rows(StateStores.IDENTITIES, overridden);
    if (IdentityRows.isOverriddenBy(identities, overridden.bytes(), by.id()) != live) {
      return false;
    }
    LiveFeedback shown =
        FeedbackVersions.live(
            IdentityRows.versions(identities, overridden.bytes()),
            IdentityRows.supersededBy(identities, overridden.bytes()));
    return shown == null || places.isAt(Refs.of(shown.getFeedback()), overridden.id(), shown);
  }

  private static boolean holds(FactsRow row, Stamp stamp) {
    return row != null && Facts.holds(row, stamp);
  }
}
