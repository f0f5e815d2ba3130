package io.threadmark.processor.rollup.counting;

import io.threadmark.processor.store.Rows;
import io.threadmark.processor.thread.rows.ThreadContext;
import io.threadmark.processor.thread.rows.ThreadWatcher;
import io.threadmark.schema.state.FactsRow;
import io.threadmark.schema.state.PlacedFeedback;

/** Forgets what leaves a thread, and lets what it has added stay in the totals. */
final class ThreadForgetting implements ThreadWatcher {
  private final Rows.Mutable contributions;
  private final Recounts recounts;

  ThreadForgetting(Rows.Mutable contributions, Recounts recounts) {
    this.contributions = contributions;
    this.recounts = recounts;
  }

  @Override
  public void head(byte[] threadKey, ThreadContext was, ThreadContext is) {
    if (is == null) {
      open(threadKey).forget(ContributionKeys.thread(threadKey), null);
    }
  }

  @Override
  public void trace(byte[] threadKey, String traceId, FactsRow is, ThreadContext context) {
    open(threadKey).forget(ContributionKeys.trace(threadKey, traceId), null);
  }

  @Override
  public void feedback(
      byte[] threadKey, String feedbackId, String writer, PlacedFeedback was, PlacedFeedback is) {
    ThreadContributions thread = open(threadKey);
    thread.forget(
        ContributionKeys.feedback(threadKey, ContributionKeys.groupOf(was), feedbackId, writer),
        null);
    TraceJudgements.forget(thread, was);
  }

  /** What would be counted anew would find that others are gone, and take itself away. */
  private ThreadContributions open(byte[] threadKey) {
    recounts.drop(threadKey);
    return new ThreadContributions(contributions, threadKey);
  }
}
