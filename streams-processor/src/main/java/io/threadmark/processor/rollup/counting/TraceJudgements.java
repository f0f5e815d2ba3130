package io.threadmark.processor.rollup.counting;

import io.threadmark.processor.rollup.rows.Dimensions;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.state.Contribution;
import io.threadmark.schema.state.CountedJudged;
import io.threadmark.schema.state.LivePieces;
import io.threadmark.schema.state.PlacedFeedback;
import java.util.Objects;

/**
 * Counts traces that have live feedback, of any name and of each. A trace counts once however many
 * pieces it has, so it remembers how many there are.
 */
final class TraceJudgements {
  private static final String ANY_NAME = "";

  private TraceJudgements() {}

  /**
   * What live feedback says of its trace.
   *
   * @param traceId the trace
   */
  private record Judgement(String traceId, String name, String signal) {
    /** Null where the feedback is not live, or on no trace. */
    static Judgement of(PlacedFeedback feedback) {
      if (feedback == null
          || feedback.getLive().getSupersededBy() != null
          || feedback.getTraceId() == null) {
        return null;
      }
      Feedback said = feedback.getLive().getFeedback();
      return new Judgement(
          feedback.getTraceId(),
          Dimensions.printable(said.getName()),
          Dimensions.printable(said.getSignal()));
    }
  }

  /** Feedback changed: its trace may have one more live piece, or one less. */
  static void change(ThreadContributions thread, PlacedFeedback was, PlacedFeedback is) {
    Judgement before = Judgement.of(was);
    Judgement after = Judgement.of(is);
    if (!Objects.equals(before, after)) {
      judge(thread, before, -1);
      judge(thread, after, 1);
    }
  }

  private static void judge(ThreadContributions thread, Judgement judgement, int change) {
    if (judgement != null) {
      judge(thread, judgement, ANY_NAME, change);
      judge(thread, judgement, judgement.name, change);
    }
  }

  private static void judge(
      ThreadContributions thread, Judgement judgement, String name, int change) {
    byte[] key = ContributionKeys.judged(thread.threadKey(), judgement.traceId, name);
    LivePieces live = plus(thread.row(key).getLive(), judgement.signal, change);
    thread.set(
        key, live.getAll() == 0 ? null : live, contribution(thread, judgement.traceId, name, live));
  }

  /** What a trace adds with its feedback; null where it is not in the thread, or has none. */
  static Contribution contribution(
      ThreadContributions thread, String traceId, String name, LivePieces live) {
    Contribution trace = thread.contribution(ContributionKeys.trace(thread.threadKey(), traceId));
    return trace == null || live.getAll() == 0
        ? null
        : Contributions.judged(
            new CountedJudged(name, live.getExplicit() > 0, live.getImplicit() > 0), trace);
  }

  /** Feedback is forgotten, and what its trace added with it stays. */
  static void forget(ThreadContributions thread, PlacedFeedback was) {
    Judgement judgement = Judgement.of(was);
    if (judgement != null) {
      forget(thread, judgement, ANY_NAME);
      forget(thread, judgement, judgement.name);
    }
  }

  private static void forget(ThreadContributions thread, Judgement judgement, String name) {
    byte[] key = ContributionKeys.judged(thread.threadKey(), judgement.traceId, name);
    LivePieces left = plus(thread.row(key).getLive(), judgement.signal, -1);
    thread.forget(key, left.getAll() <= 0 ? null : left);
  }

  private static LivePieces plus(LivePieces live, String signal, int change) {
    LivePieces before = live == null ? new LivePieces(0L, 0L, 0L) : live;
    return new LivePieces(
        before.getAll() + change,
        before.getExplicit() + (signal.equals("EXPLICIT") ? change : 0),
        before.getImplicit() + (signal.equals("IMPLICIT") ? change : 0));
  }
}
