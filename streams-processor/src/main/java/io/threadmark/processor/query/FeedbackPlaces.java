package io.threadmark.processor.query;

import io.threadmark.processor.erasure.rows.Mentions;
import io.threadmark.processor.erasure.rows.Subject;
import io.threadmark.processor.facts.Facts;
import io.threadmark.processor.resolve.rows.ClaimRows;
import io.threadmark.processor.resolve.rows.FeedbackRows;
import io.threadmark.processor.resolve.rows.Placement;
import io.threadmark.processor.resolve.rows.Placements;
import io.threadmark.processor.resolve.rows.TraceRows;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.thread.rows.ThreadReader;
import io.threadmark.schema.Key;
import io.threadmark.schema.TraceId;
import io.threadmark.schema.state.Claim;
import io.threadmark.schema.state.FactsRow;
import io.threadmark.schema.state.LiveFeedback;
import io.threadmark.schema.state.PlacedFeedback;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Whether feedback is in the thread where it belongs, and not any more where it was: threads that
 * its trace named before, those of other traces that claim its client request id.
 */
final class FeedbackPlaces {
  /** Pieces of feedback of a ref that are looked at; the rest follow them in order. */
  private static final int MOST_RELEASED = 100;

  /** Of these, so many are in memory at a time. */
  private static final int RELEASED_AT_ONCE = 25;

  /** Things that one named before that are looked at, and claims to one client request id. */
  private static final int MOST_FORMER = 100;

  private static final int MOST_CLAIMS = 10;

  private final StoreAccess stores;
  private final Set<Key> threads = new HashSet<>();

  FeedbackPlaces(StoreAccess stores) {
    this.stores = stores;
  }

  /** The threads that were looked at. */
  Set<Key> threads() {
    return threads;
  }

  /** A thread's rows. */
  ThreadReader thread(String project, String threadId) {
    Key key = Key.thread(project, threadId);
    threads.add(key);
    return new ThreadReader(stores.rows(StateStores.THREADS, key), key.bytes());
  }

  /** What something named before, and does not name any more. */
  List<Key> former(String store, Key thing) {
    return Mentions.former(stores.rows(store, thing), Subject.of(thing), MOST_FORMER);
  }

  /** The threads that a trace was in before: those that it named, and its own. */
  Set<String> formerThreads(Key trace, FactsRow row) {
    Set<String> former = new HashSet<>();
    if (row.getRanks().size() > 1) { // one statement undoes nothing
      Facts facts = Facts.of(row);
      former.add(TraceId.ownThread(trace.id()));
      for (Key named : former(StateStores.ERASED_REFS, trace)) {
        if (named.kind() == Key.Kind.THREAD) {
          former.add(named.id());
        }
      }
      former.remove(TraceRows.threadOf(trace.id(), facts));
    }
    return former;
  }

  /**
   * Whether the feedback of a ref has arrived in the ref's thread, and left all others.
   *
   * @param left threads that it may have been in, beside those that the ref leads to
   */
  boolean isReleased(Key ref, Set<String> left) {
    Where where = null;
    String last = null;
    for (int looked = 0; looked < MOST_RELEASED; looked += RELEASED_AT_ONCE) {
      Map<String, PlacedFeedback> some = feedback(ref, last);
      if (where == null && !some.isEmpty()) {
        where = where(ref, left);
      }
      for (Map.Entry<String, PlacedFeedback> piece : some.entrySet()) {
        last = piece.getKey();
        if (!isPlaced(where, piece.getKey(), piece.getValue())) {
          return false;
        }
      }
      if (some.size() < RELEASED_AT_ONCE) {
        return true;
      }
    }
    return true;
  }

  /** Whether a ref, and the thread that it leads to, has a piece of feedback just so. */
  boolean isAt(Key ref, String feedbackId, LiveFeedback live) {
    if (ref.kind() == Key.Kind.THREAD) {
      PlacedFeedback item =
          thread(ref.project(), ref.id()).feedback(feedbackId, FeedbackRows.WRITTEN_BY_IDENTIFY);
      return Objects.equals(live, item == null ? null : item.getLive());
    }
    PlacedFeedback placed =
        FeedbackRows.get(stores.rows(StateStores.FEEDBACK, ref), ref.bytes(), feedbackId);
    return Objects.equals(live, placed == null ? null : placed.getLive())
        && isPlaced(where(ref, Set.of()), feedbackId, placed);
  }

  /**
   * Where the feedback of a ref belongs, and where it may have been.
   *
   * @param placement null while it waits, and that is what queries show
   */
  private record Where(Key ref, Placement placement, Set<String> left) {}

  private Where where(Key ref, Set<String> left) {
    Set<String> all = new HashSet<>(left);
    if (ref.kind() == Key.Kind.TRACE) {
      addThreads(ref, all);
    } else {
      var claims = stores.rows(StateStores.CLAIMS, ref);
      for (Claim claim : ClaimRows.smallest(claims, ref.bytes(), MOST_CLAIMS)) {
        all.add(claim.getThreadId());
        addThreads(Key.trace(ref.project(), claim.getTraceId()), all);
      }
    }
    Placement placement =
        new Placements(stores.rows(StateStores.TRACES, ref), stores.rows(StateStores.CLAIMS, ref))
            .of(ref.bytes());
    if (placement != null) {
      all.remove(placement.threadId());
    }
    return new Where(ref, placement, all);
  }

  private void addThreads(Key trace, Set<String> into) {
    FactsRow row = TraceRows.get(stores.rows(StateStores.TRACES, trace), trace.bytes());
    if (row != null) {
      into.addAll(formerThreads(trace, row));
      into.add(TraceRows.threadOf(trace.id(), Facts.of(row)));
    }
  }

  private boolean isPlaced(Where where, String feedbackId, PlacedFeedback placed) {
    Placement placement = where.placement;
    boolean asItBelongs =
        placed == null
            || (placement == null
                ? placed.getThreadId() == null
                : placed.equals(FeedbackRows.place(placed.getLive(), placement)));
    return asItBelongs
        && (placement == null
            || Objects.equals(placed, in(placement.threadId(), feedbackId, where)))
        && where.left.stream().allMatch(thread -> in(thread, feedbackId, where) == null);
  }

  private PlacedFeedback in(String threadId, String feedbackId, Where where) {
    return thread(where.ref.project(), threadId).feedback(feedbackId, where.ref.toString());
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
}
