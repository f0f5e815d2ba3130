package io.threadmark.processor.visibility;

import io.threadmark.processor.cluster.StoreAccess;
import io.threadmark.processor.erasure.rows.ErasedMarks;
import io.threadmark.processor.erasure.rows.SubjectHash;
import io.threadmark.processor.facts.Facts;
import io.threadmark.processor.feedback.rows.FeedbackVersions;
import io.threadmark.processor.feedback.rows.IdentityRows;
import io.threadmark.processor.feedback.rows.Refs;
import io.threadmark.processor.resolve.rows.ClaimRows;
import io.threadmark.processor.resolve.rows.TraceRows;
import io.threadmark.processor.span.rows.SpanReader;
import io.threadmark.processor.stage.DeadRecords;
import io.threadmark.processor.stage.DeadRecords.Death;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.thread.rows.ThreadReader;
import io.threadmark.schema.Key;
import io.threadmark.schema.Receipt.Statement;
import io.threadmark.schema.Span;
import io.threadmark.schema.Stamp;
import io.threadmark.schema.StampOrder;
import io.threadmark.schema.StatementName;
import io.threadmark.schema.state.Claim;
import io.threadmark.schema.state.ClaimHop;
import io.threadmark.schema.state.FactsRow;
import io.threadmark.schema.state.FeedbackRow;
import io.threadmark.schema.state.LiveFeedback;
import io.threadmark.schema.state.OverrideHop;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * One look at what became of what a receipt names; see {@link Unseen}. The owners are asked in
 * turn, Identify, Resolve, Assemble, until each holds the stamp or a greater one, and whoever knew
 * what the statement undid has forgotten that; no offset takes part.
 */
public final class Visibility {
  private final StoreAccess stores;
  private final SubjectHash hashes;
  private final FeedbackPlaces places;

  /**
   * @param hashes names what was erased
   */
  public Visibility(StoreAccess stores, SubjectHash hashes) {
    this.stores = stores;
    this.hashes = hashes;
    this.places = new FeedbackPlaces(stores);
  }

  /** The threads that the look led to. */
  public Set<Key> threads() {
    return places.threads();
  }

  /**
   * What became of a statement of a project, once queries see what it does, or never will; null
   * before.
   */
  public Effect effect(String project, Statement statement) {
    Effect seen = seen(project, statement);
    if (seen != null) {
      return seen;
    }
    if (isErased(project, statement)) {
      return Effect.ERASED; // it is never seen, and nobody need wait for it
    }
    Death death = death(project, statement);
    return death == null ? null : Effect.dead(death);
  }

  /** Why a statement was not taken in; null where it was, or that is still to come. */
  private Death death(String project, Statement statement) {
    String id = statement.id();
    byte[] name = StatementName.of(project, statement);
    return switch (statement.subject()) {
      case TRACE -> death(StateStores.ERASED_REFS, Key.trace(project, id), name);
      case MESSAGE, THREAD -> death(StateStores.ERASED_THREADS, Key.thread(project, id), name);
      case FEEDBACK -> death(StateStores.ERASED_FEEDBACK, Key.feedback(project, id), name);
      case SPAN -> death(StateStores.ERASED_SPANS, Key.trace(project, id), name);
    };
  }

  private Death death(String store, Key key, byte[] name) {
    return DeadRecords.of(stores.rows(store, key), name);
  }

  private boolean isErased(String project, Statement statement) {
    String id = statement.id();
    return switch (statement.subject()) {
      case TRACE -> isErased(StateStores.ERASED_REFS, Key.trace(project, id));
      case THREAD -> isErased(StateStores.ERASED_THREADS, Key.thread(project, id));
      case FEEDBACK -> isErased(StateStores.ERASED_FEEDBACK, Key.feedback(project, id));
      case SPAN -> isErased(StateStores.ERASED_SPANS, Key.trace(project, id));
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

  private Effect seen(String project, Statement statement) {
    return switch (statement.subject()) {
      case TRACE -> trace(project, statement);
      case MESSAGE -> message(project, statement);
      case THREAD -> ofFacts(project, statement, places.thread(project, statement.id()).facts());
      case FEEDBACK -> feedback(project, statement);
      case SPAN -> span(project, statement);
    };
  }

  private Effect message(String project, Statement statement) {
    ThreadReader thread = places.thread(project, statement.id());
    Effect effect = ofFacts(project, statement, thread.message(statement.messageId()));
    // What spans tell of does not show where the application itself tells it.
    boolean applied = effect != null && effect.kind() == Effect.Kind.APPLIED;
    return applied && thread.isHidden(statement.messageId()) ? Effect.SUPERSEDED : effect;
  }

  private Effect span(String project, Statement statement) {
    Key trace = Key.trace(project, statement.id());
    SpanReader spans = new SpanReader(stores.rows(StateStores.SPANS, trace), trace.bytes());
    if (!spans.holds(statement.messageId(), statement.stamp())) {
      return null;
    }
    Span shown = spans.shown(statement.messageId());
    return shown != null && StampOrder.INSTANCE.compare(shown.getStamp(), statement.stamp()) == 0
        ? Effect.APPLIED
        : superseded(project, statement, false);
  }

  /** What became of a statement where nobody else has to hear of it; null where it has not come. */
  private Effect ofFacts(String project, Statement statement, FactsRow row) {
    if (row == null || !Facts.holds(row, statement.stamp())) {
      return null;
    }
    if (Facts.of(row).stands(statement.stamp())) {
      return Effect.APPLIED;
    }
    return superseded(project, statement, Facts.remembers(row, statement.stamp()));
  }

  /** What newer statements had outdone; if it is not remembered, it may never have been taken. */
  private Effect superseded(String project, Statement statement, boolean remembered) {
    Death death = remembered ? null : death(project, statement);
    return death == null ? Effect.SUPERSEDED : Effect.dead(death);
  }

  private Effect trace(String project, Statement statement) {
    Key ref = Key.trace(project, statement.id());
    FactsRow row = TraceRows.get(stores.rows(StateStores.TRACES, ref), ref.bytes());
    Effect effect = ofFacts(project, statement, row);
    if (effect == null || effect.isDead()) {
      return effect;
    }
    places.hopeful();
    return isWhereItBelongs(ref, statement.stamp(), row) ? places.orDead(effect) : null;
  }

  private boolean isWhereItBelongs(Key ref, Stamp stamp, FactsRow row) {
    Facts facts = Facts.of(row);
    String threadId = TraceRows.threadOf(ref.id(), facts);
    Set<String> left = places.formerThreads(ref, row);
    return places.isTrace(ref, threadId, row, stamp)
        && left.stream().allMatch(was -> places.isNoTrace(ref, was))
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
    boolean isKnown = Objects.equals(claim, ClaimRows.of(claims, request.bytes(), trace.id()));
    return places.isOrDied(
            isKnown, StateStores.ERASED_REFS, request, () -> new ClaimHop(trace.id(), claim))
        && places.isReleased(request, threads);
  }

  private Effect feedback(String project, Statement statement) {
    Key key = Key.feedback(project, statement.id());
    var identities = stores.rows(StateStores.IDENTITIES, key);
    FeedbackRow row = IdentityRows.versions(identities, key.bytes());
    if (row == null || !FeedbackVersions.holds(row, statement.stamp())) {
      return null;
    }
    LiveFeedback live =
        FeedbackVersions.live(row, IdentityRows.supersededBy(identities, key.bytes()));
    boolean wins =
        FeedbackVersions.winner(row)
            .getStamp()
            .getContentHash()
            .equals(statement.stamp().getContentHash());
    boolean overridden = live != null && live.getSupersededBy() != null;
    Effect effect =
        wins && !overridden
            ? Effect.APPLIED
            : superseded(project, statement, FeedbackVersions.remembers(row, statement.stamp()));
    if (effect.isDead()) {
      return effect;
    }
    places.hopeful();
    return isWhereItBelongs(key, live) ? places.orDead(effect) : null;
  }

  private boolean isWhereItBelongs(Key key, LiveFeedback live) {
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
    boolean isKnown = IdentityRows.isOverriddenBy(identities, overridden.bytes(), by.id()) == live;
    if (!places.isOrDied(
        isKnown, StateStores.ERASED_FEEDBACK, overridden, () -> new OverrideHop(by.id(), live))) {
      return false;
    }
    LiveFeedback shown =
        FeedbackVersions.live(
            IdentityRows.versions(identities, overridden.bytes()),
            IdentityRows.supersededBy(identities, overridden.bytes()));
    return shown == null || places.isAt(Refs.of(shown.getFeedback()), overridden.id(), shown);
  }
}
