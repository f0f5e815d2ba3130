package io.threadmark.processor.rollup.counting;

import static io.threadmark.processor.rollup.counting.ContributionKeys.groupOf;

import io.threadmark.processor.rollup.rows.ChangeQueue;
import io.threadmark.processor.store.Deadline;
import io.threadmark.processor.store.RowKey;
import io.threadmark.processor.store.Rows;
import io.threadmark.processor.thread.rows.ThreadContext;
import io.threadmark.processor.thread.rows.ThreadReader;
import io.threadmark.processor.thread.rows.ThreadWatcher;
import io.threadmark.processor.thread.rows.TraceMeasures;
import io.threadmark.schema.project.Projects;
import io.threadmark.schema.state.Contribution;
import io.threadmark.schema.state.ContributionRow;
import io.threadmark.schema.state.FactsRow;
import io.threadmark.schema.state.PlacedFeedback;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Counts threads, their traces and their feedback. Each remembers what it has added to the totals,
 * so that a change takes away exactly that. Feedback counts where its trace does, and everything
 * under what its thread is labeled with; where that changes for many, they are counted anew in
 * bounded steps.
 */
public final class ThreadCounting implements ThreadWatcher {
  private final Rows threads;
  private final Rows.Mutable contributions;
  private final ChangeQueue changes;
  private final Projects projects;
  private final Recounts recounts;

  /**
   * @param threads the rows of threads
   * @param contributions what each thing has added
   * @param changes takes what is to be added to the totals
   * @param projects names the tags that are counted under
   * @param rowsAtOnce rows that one step counts anew
   */
  public ThreadCounting(
      Rows threads,
      Rows.Mutable contributions,
      ChangeQueue changes,
      Projects projects,
      int rowsAtOnce) {
    this(threads, contributions, changes, projects, rowsAtOnce, System::nanoTime);
  }

  /** One whose steps are timed by another clock. */
  public ThreadCounting(
      Rows threads,
      Rows.Mutable contributions,
      ChangeQueue changes,
      Projects projects,
      int rowsAtOnce,
      LongSupplier nanos) {
    this.threads = threads;
    this.contributions = contributions;
    this.changes = changes;
    this.projects = projects;
    this.recounts = new Recounts(contributions, rowsAtOnce, nanos, this::countAnew);
  }

  @Override
  public void head(byte[] threadKey, ThreadContext was, ThreadContext is) {
    ThreadContributions thread = open(threadKey);
    Contribution contribution =
        is == null ? null : Contributions.of(is, projects.of(thread.project()).getTagKeys());
    thread.set(ContributionKeys.thread(threadKey), null, contribution);
    close(thread);
    if (is != null && was != null && !is.countsLike(was)) {
      byte[] groups = ContributionKeys.groups(threadKey);
      recounts.begin(threadKey, groups, RowKey.behind(groups));
    }
  }

  @Override
  public void trace(byte[] threadKey, String traceId, FactsRow is, ThreadContext context) {
    ThreadContributions thread = open(threadKey);
    byte[] key = ContributionKeys.trace(threadKey, traceId);
    Contribution was = thread.contribution(key);
    Contribution now = trace(thread, is, context);
    thread.set(key, null, now);
    close(thread);
    if (!countsLike(was, now)) {
      byte[] group = ContributionKeys.group(threadKey, traceId).bytes();
      recounts.begin(threadKey, RowKey.after(key), RowKey.behind(group));
    }
  }

  @Override
  public void feedback(
      byte[] threadKey, String feedbackId, String writer, PlacedFeedback was, PlacedFeedback is) {
    ThreadContributions thread = open(threadKey);
    if (was != null && (is == null || !groupOf(was).equals(groupOf(is)))) {
      thread.remove(ContributionKeys.feedback(threadKey, groupOf(was), feedbackId, writer));
    }
    if (is != null) {
      byte[] key = ContributionKeys.feedback(threadKey, groupOf(is), feedbackId, writer);
      Contribution now = feedback(thread, groupOf(is), is);
      thread.put(key, thread.row(key), new ContributionRow(null, now));
    }
    TraceJudgements.change(thread, was, is);
    close(thread);
  }

  /** One that lets go what it is told of, and leaves in the totals what that had added. */
  public ThreadWatcher forgetting() {
    return new ThreadForgetting(contributions, recounts);
  }

  /**
   * Takes the next step of what is still to be counted anew, of one thing at least.
   *
   * @return whether there was anything
   */
  public boolean step(Deadline deadline) {
    return recounts.step(deadline);
  }

  private int countAnew(byte[] threadKey, List<Recounts.Thing> things, Deadline deadline) {
    ThreadContributions thread = open(threadKey);
    ThreadReader reader = new ThreadReader(threads, threadKey);
    ThreadContext context = ThreadContext.of(reader.head());
    int counted = 0;
    do {
      Recounts.Thing thing = things.get(counted++);
      Contribution now = contribution(thread, reader, context, thing);
      thread.put(thing.key(), thing.row(), new ContributionRow(thing.row().getLive(), now));
    } while (counted < things.size() && thread.bytes() < Recounts.MOST_BYTES && !deadline.isOver());
    close(thread);
    return counted;
  }

  private Contribution contribution(
      ThreadContributions thread,
      ThreadReader reader,
      ThreadContext context,
      Recounts.Thing thing) {
    RowKey.Reader key = new RowKey.Reader(thing.key());
    key.text(); // the thread
    key.section();
    String traceId = key.text();
    return switch (key.section()) {
      case ContributionKeys.TRACE -> trace(thread, reader.trace(traceId), context);
      case ContributionKeys.JUDGED ->
          TraceJudgements.contribution(thread, traceId, key.text(), thing.row().getLive());
      default -> feedback(thread, traceId, reader.feedback(key.text(), key.text()));
    };
  }

  private Contribution trace(ThreadContributions thread, FactsRow trace, ThreadContext context) {
    return trace == null || context == null
        ? null
        : Contributions.of(
            TraceMeasures.of(trace), context, projects.of(thread.project()).getTagKeys());
  }

  /** Null where it counts for nothing: superseded, or its trace is not in the thread. */
  private static Contribution feedback(
      ThreadContributions thread, String group, PlacedFeedback feedback) {
    if (feedback == null || feedback.getLive().getSupersededBy() != null) {
      return null;
    }
    boolean onThread = group.equals(ContributionKeys.NO_TRACE);
    byte[] threadKey = thread.threadKey();
    Contribution base =
        thread.contribution(
            onThread
                ? ContributionKeys.thread(threadKey)
                : ContributionKeys.trace(threadKey, group));
    if (base == null) {
      return null;
    }
    return onThread
        ? Contributions.onThread(feedback.getLive(), base)
        : Contributions.onTrace(feedback.getLive(), base);
  }

  private ThreadContributions open(byte[] threadKey) {
    return new ThreadContributions(contributions, threadKey);
  }

  private void close(ThreadContributions thread) {
    changes.add(thread.project(), thread.changes());
  }

  private static boolean countsLike(Contribution was, Contribution is) {
    if (was == null || is == null) {
      return was == null && is == null;
    }
    return was.getTime() == is.getTime() && was.getDimensions().equals(is.getDimensions());
  }
}
