package io.threadmark.processor.topology;

import io.threadmark.processor.law.AtRest;
import io.threadmark.processor.law.Claimant;
import io.threadmark.processor.law.MergedFacts;
import io.threadmark.processor.law.Named;
import io.threadmark.processor.law.Piece;
import io.threadmark.processor.law.PlainTurns;
import io.threadmark.processor.law.SpansAtRest;
import io.threadmark.processor.law.ThreadAtRest;
import io.threadmark.processor.law.ThreadItem;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.schema.Key;
import io.threadmark.schema.Span;
import io.threadmark.schema.state.Claim;
import io.threadmark.schema.state.FeedbackRow;
import io.threadmark.schema.state.SpansRow;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The rows, all of them and no others, that stores must hold when what is at rest is this. The keys
 * are laid out here once more, apart from those who write them.
 */
final class ExpectedRows {
  /** Stands for a row whose key says it all. */
  static final Object NOTHING = "nothing";

  private final Map<String, Map<String, Object>> stores = new HashMap<>();

  private ExpectedRows() {}

  /** The rows by store and key: a record, or {@link #NOTHING}. */
  static Map<String, Map<String, Object>> of(AtRest atRest) {
    ExpectedRows rows = new ExpectedRows();
    atRest.pieces().forEach(rows::piece);
    atRest.pieces().forEach((id, piece) -> rows.overrider(piece));
    atRest.traces().forEach(rows::trace);
    atRest.claims().forEach(rows::claims);
    atRest.threads().values().forEach(rows::thread);
    atRest.spans().forEach(rows::spans);
    atRest
        .unmatchedFeedback()
        .forEach(
            (id, unmatched) ->
                rows.put(
                    StateStores.UNMATCHED,
                    new ExpectedKey(Key.feedback(id.project(), id.id()))
                        .text(ExpectedValues.key(atRest.pieces().get(id).ref()).toString()),
                    unmatched));
    return rows.stores;
  }

  private void put(String store, ExpectedKey key, Object value) {
    stores.computeIfAbsent(store, none -> new HashMap<>()).put(key.toString(), value);
  }

  private void piece(Named id, Piece piece) {
    Key feedback = Key.feedback(id.project(), id.id());
    put(
        StateStores.IDENTITIES,
        new ExpectedKey(feedback).text("v"),
        new FeedbackRow(
            piece.history(),
            ExpectedValues.micros(piece.createdAt()),
            ExpectedValues.micros(piece.firstReceivedAt())));
    boolean atRef = piece.isLive() && piece.ref().kind() != 'h';
    put(
        atRef ? StateStores.FEEDBACK : StateStores.IDENTITIES,
        ExpectedKey.ofProject(feedback)
            .text(piece.state().name().substring(0, 1).toLowerCase(Locale.ROOT))
            .time(piece.createdAt())
            .text(id.id())
            .text(atRef ? ExpectedValues.key(piece.ref()).toString() : ""),
        NOTHING);
    if (!atRef) {
      return;
    }
    put(
        StateStores.FEEDBACK,
        new ExpectedKey(ExpectedValues.key(piece.ref())).text(id.id()),
        ExpectedValues.placed(piece));
    if (piece.state() == Piece.State.PENDING) {
      put(
          StateStores.WAITING,
          new ExpectedKey()
              .time(piece.waitsSince())
              .text(ExpectedValues.key(piece.ref()).toString())
              .text(id.id()),
          NOTHING);
    }
  }

  private void overrider(Piece piece) {
    String overrides = piece.winner().getOverrides();
    if (piece.isLive() && overrides != null) {
      put(
          StateStores.IDENTITIES,
          new ExpectedKey(Key.feedback(piece.winner().getProjectId(), overrides))
              .text("o")
              .text(piece.winner().getFeedbackId()),
          NOTHING);
    }
  }

  private void trace(Named id, MergedFacts trace) {
    put(
        StateStores.TRACES,
        new ExpectedKey().raw(Key.trace(id.project(), id.id()).toString()),
        ExpectedValues.row(trace));
  }

  private void claims(Named request, List<Claimant> claimants) {
    Key key = Key.clientRequest(request.project(), request.id());
    for (Claimant claimant : claimants) {
      Claim claim =
          new Claim(
              claimant.traceId(),
              claimant.threadId(),
              ExpectedValues.rank(claimant.weight()),
              ExpectedValues.micros(claimant.firstReceivedAt()));
      put(StateStores.CLAIMS, new ExpectedKey(key).text("t").text(claimant.traceId()), claim);
      put(
          StateStores.CLAIMS,
          new ExpectedKey(key).text("r").rank(claim.getRank()).text(claimant.traceId()),
          claim);
    }
  }

  private void turn(Key thread, ThreadItem message) {
    String said = PlainTurns.said(message);
    if (said != null) {
      put(
          StateStores.THREADS,
          new ExpectedKey(thread)
              .text("q")
              .text(ExpectedValues.hash(said))
              .text(PlainTurns.isDerived(message) ? "d" : "t")
              .time(message.createdAt())
              .number(message.position())
              .text(message.id()),
          NOTHING);
    }
  }

  private void spans(Named trace, SpansAtRest spans) {
    Key key = Key.trace(trace.project(), trace.id());
    put(
        StateStores.SPANS,
        new ExpectedKey(key).text("h"),
        new SpansRow(
            spans.kept(),
            spans.bytes(),
            spans.counted().size(),
            spans.all() > spans.counted().size(),
            ExpectedValues.micros(spans.updatedAt())));
    for (int place = 0; place < spans.counted().size(); place++) {
      Span span = spans.counted().get(place);
      boolean kept = place < spans.kept();
      long start = span.getStartTimeNanos();
      put(
          StateStores.SPANS,
          new ExpectedKey(key).text("s").text(span.getSpanId()).number(start),
          kept ? span : NOTHING);
      put(
          StateStores.SPANS,
          new ExpectedKey(key).text(kept ? "k" : "d").number(start).text(span.getSpanId()),
          NOTHING);
    }
  }

  private void thread(ThreadAtRest thread) {
    Key key = Key.thread(thread.thread().project(), thread.thread().id());
    put(StateStores.THREADS, new ExpectedKey(key).text("h"), ExpectedValues.head(thread));
    if (thread.facts() != null) {
      put(StateStores.THREADS, new ExpectedKey(key).text("f"), ExpectedValues.row(thread.facts()));
    }
    for (ThreadItem hidden : thread.hidden()) {
      put(
          StateStores.THREADS,
          new ExpectedKey(key).text("i").text("d").text(hidden.id()).text(""),
          ExpectedValues.row(hidden.facts()));
    }
    thread.messages().forEach(message -> turn(key, message));
    for (ThreadItem item : thread.items()) {
      String kind = String.valueOf(item.kind());
      String writer = item.writer() == null ? "" : ExpectedValues.key(item.writer()).toString();
      put(
          StateStores.THREADS,
          new ExpectedKey(key).text("i").text(kind).text(item.id()).text(writer),
          item.facts() == null
              ? ExpectedValues.placed(item.piece())
              : ExpectedValues.row(item.facts()));
      put(
          StateStores.THREADS,
          new ExpectedKey(key)
              .text("c")
              .text(kind)
              .time(item.createdAt())
              .number(item.position())
              .text(item.id())
              .text(writer),
          NOTHING);
      put(
          StateStores.THREADS,
          new ExpectedKey(key)
              .text("u")
              .time(item.updatedAt())
              .text(kind)
              .text(item.id())
              .text(writer),
          NOTHING);
      if (item.user() != null) {
        put(
            StateStores.THREADS,
            new ExpectedKey(key)
                .text("s")
                .time(item.createdAt())
                .text(kind)
                .text(item.id())
                .text(writer),
            item.user());
      }
    }
  }
}
