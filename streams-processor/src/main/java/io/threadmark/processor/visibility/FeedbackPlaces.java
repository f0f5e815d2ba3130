package io.threadmark.processor.visibility;

import io.threadmark.processor.cluster.StoreAccess;
import io.threadmark.processor.erasure.rows.Mentions;
import io.threadmark.processor.erasure.rows.Subject;
import io.threadmark.processor.facts.Facts;
import io.threadmark.processor.resolve.rows.ClaimRows;
import io.threadmark.processor.resolve.rows.FeedbackRows;
import io.threadmark.processor.resolve.rows.Placement;
import io.threadmark.processor.resolve.rows.Placements;
import io.threadmark.processor.resolve.rows.TraceRows;
import io.threadmark.processor.stage.DeadRecords;
import io.threadmark.processor.stage.DeadRecords.Death;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.thread.rows.ThreadReader;
import io.threadmark.schema.Key;
import io.threadmark.schema.Stamp;
import io.threadmark.schema.TraceId;
import io.threadmark.schema.state.Claim;
import io.threadmark.schema.state.FactsRow;
import io.threadmark.schema.state.FeedbackHop;
import io.threadmark.schema.state.LiveFeedback;
import io.threadmark.schema.state.PlacedFeedback;
import io.threadmark.schema.state.ThreadHop;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;

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

  /** Why something is not where it belongs and never will be; null where all still may come. */
  private Death death;

  FeedbackPlaces(StoreAccess stores) {
    this.stores = stores;
  }

  /** The threads that were looked at. */
  Set<Key> threads() {
    return threads;
  }

  /** Begins with what one statement does and undoes: nothing of it is known to have died. */
  void hopeful() {
    death = null;
  }

  /** An effect, unless something that it takes has died since {@link #hopeful}. */
  Effect orDead(Effect effect) {
    return death == null ? effect : Effect.dead(death);
  }

  /**
   * Whether something is so, or never will be, as what would make it so died on the way.
   *
   * @param store where the stage that should have taken it keeps that
   * @param hop what should have been taken, under the key
   */
  boolean isOrDied(boolean isSo, String store, Key key, Supplier<SpecificRecord> hop) {
    if (isSo) {
      return true;
    }
    Death found = DeadRecords.of(stores.rows(store, key), key, hop.get());
    if (found != null) {
      death = found;
    }
    return found != null;
  }

  /** Whether a thread has a trace with a statement about it. */
  boolean isTrace(Key trace, String threadId, FactsRow row, Stamp stamp) {
    FactsRow there = thread(trace.project(), threadId).trace(trace.id());
    return isOrDied(
        there != null && Facts.holds(there, stamp),
        StateStores.ERASED_THREADS,
        Key.thread(trace.project(), threadId),
        () -> new ThreadHop(trace.id(), trace.toString(), false, row, null, false));
  }

  /** Whether a thread does not have a trace any more. */
  boolean isNoTrace(Key trace, String threadId) {
    boolean own = threadId.equals(TraceId.ownThread(trace.id()));
    return isOrDied(
        thread(trace.project(), threadId).trace(trace.id()) == null,
        StateStores.ERASED_THREADS,
        Key.thread(trace.project(), threadId),
        () -> new ThreadHop(trace.id(), trace.toString(), false, null, null, own));
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
      PlacedFeedback item = live == null ? null : FeedbackRows.onThread(live, ref.id());
      return isIn(ref, feedbackId, FeedbackRows.WRITTEN_BY_IDENTIFY, item);
    }
    PlacedFeedback placed =
        FeedbackRows.get(stores.rows(StateStores.FEEDBACK, ref), ref.bytes(), feedbackId);
    return isOrDied(
            Objects.equals(live, placed == null ? null : placed.getLive()),
            StateStores.ERASED_REFS,
            ref,
            () -> new FeedbackHop(feedbackId, live, false))
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
    String writer = where.ref.toString();
    String project = where.ref.project();
    return asItBelongs
        && (placement == null
            || isIn(Key.thread(project, placement.threadId()), feedbackId, writer, placed))
        && where.left.stream()
            .allMatch(left -> isIn(Key.thread(project, left), feedbackId, writer, null));
  }

  /** Whether a thread has a piece of feedback just so, or not where it is null. */
  private boolean isIn(Key thread, String feedbackId, String writer, PlacedFeedback placed) {
    PlacedFeedback there = thread(thread.project(), thread.id()).feedback(feedbackId, writer);
    return isOrDied(
        Objects.equals(placed, there),
        StateStores.ERASED_THREADS,
        thread,
        () -> new ThreadHop(feedbackId, writer, true, null, placed, false));
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
