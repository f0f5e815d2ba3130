package io.threadmark.processor.rollup;

import io.threadmark.processor.model.RowCodec;
import io.threadmark.processor.model.RowKey;
import io.threadmark.processor.model.Rows;
import io.threadmark.processor.model.ThreadContext;
import io.threadmark.processor.model.ThreadReader;
import io.threadmark.processor.model.ThreadWatcher;
import io.threadmark.processor.model.TraceMeasures;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Key;
import io.threadmark.schema.project.Projects;
import io.threadmark.schema.state.Contribution;
import io.threadmark.schema.state.ContributionRow;
import io.threadmark.schema.state.CountedJudged;
import io.threadmark.schema.state.FactsRow;
import io.threadmark.schema.state.LiveFeedback;
import io.threadmark.schema.state.LivePieces;
import io.threadmark.schema.state.PlacedFeedback;
import io.threadmark.schema.state.RecountRow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Counts threads, their traces and their feedback. Each remembers what it has added to the totals,
 * so that a change takes away exactly that. Feedback counts where its trace does, and everything
 * under what its thread is labeled with; where that changes for many, they are counted anew in
 * bounded steps.
 *
 * <p>The rows of a thread: the thread itself, then one group a trace, with the trace first, its
 * feedback behind it, and at the end how many live pieces it has of each name. Feedback on the
 * thread itself is a group without a trace.
 */
public final class ThreadCounting implements ThreadWatcher {
  private static final RowCodec<ContributionRow> ROWS = new RowCodec<>(ContributionRow.class);
  private static final RowCodec<RecountRow> RECOUNTS = new RowCodec<>(RecountRow.class);

  private static final char THREAD = 'a';
  private static final char GROUP = 'g';
  private static final char TRACE = 'a';
  private static final char FEEDBACK = 'f';
  private static final char JUDGED = 'j';
  private static final String NO_TRACE = "";
  private static final String ANY_NAME = "";

  private final Rows threads;
  private final Rows.Mutable contributions;
  private final Partials partials;
  private final Projects projects;
  private final int rowsAtOnce;

  /**
   * @param threads the rows of threads
   * @param contributions what each thing has added
   * @param partials the totals
   * @param projects names the tags that are counted under
   * @param rowsAtOnce rows that one step counts anew
   */
  public ThreadCounting(
      Rows threads,
      Rows.Mutable contributions,
      Partials partials,
      Projects projects,
      int rowsAtOnce) {
    this.threads = threads;
    this.contributions = contributions;
    this.partials = partials;
    this.projects = projects;
    this.rowsAtOnce = rowsAtOnce;
  }

  @Override
  public void head(byte[] threadKey, ThreadContext was, ThreadContext is) {
    Contribution contribution = is == null ? null : Contributions.of(is, tagKeys(threadKey));
    set(threadKey, threadRow(threadKey), null, contribution);
    if (is != null && was != null && !is.countsLike(was)) {
      byte[] items = RowKey.of(threadKey).section(GROUP).bytes();
      recount(threadKey, items, RowKey.behind(items));
    }
  }

  @Override
  public void trace(byte[] threadKey, String traceId, FactsRow is, ThreadContext context) {
    byte[] key = traceRow(threadKey, traceId);
    Contribution was = row(key).getContribution();
    Contribution now = trace(threadKey, is, context);
    set(threadKey, key, null, now);
    if (!countsLike(was, now)) {
      recount(threadKey, RowKey.after(key), RowKey.behind(group(threadKey, traceId).bytes()));
    }
  }

  @Override
  public void feedback(
      byte[] threadKey, String feedbackId, String writer, PlacedFeedback was, PlacedFeedback is) {
    if (was != null && (is == null || !groupOf(was).equals(groupOf(is)))) {
      remove(threadKey, feedbackRow(threadKey, groupOf(was), feedbackId, writer));
    }
    if (is != null) {
      byte[] key = feedbackRow(threadKey, groupOf(is), feedbackId, writer);
      put(
          threadKey,
          key,
          row(key),
          new ContributionRow(null, contribution(threadKey, groupOf(is), is)));
    }
    Judgement before = Judgement.of(was);
    Judgement after = Judgement.of(is);
    if (!Objects.equals(before, after)) {
      judge(threadKey, before, -1);
      judge(threadKey, after, 1);
    }
  }

  /**
   * What live feedback says of its trace.
   *
   * @param traceId the trace
   */
  private record Judgement(String traceId, String name, String signal) {
    /** Null where the feedback is not live, or on no trace. */
    static Judgement of(PlacedFeedback feedback) {
      if (feedback == null || !isLive(feedback) || groupOf(feedback).equals(NO_TRACE)) {
        return null;
      }
      Feedback said = feedback.getLive().getFeedback();
      return new Judgement(
          feedback.getTraceId(),
          Dimensions.printable(said.getName()),
          Dimensions.printable(said.getSignal()));
    }
  }

  /** One that lets go what it is told of, and leaves in the totals what that had added. */
  public ThreadWatcher forgetting() {
    return new ThreadWatcher() {
      @Override
      public void head(byte[] threadKey, ThreadContext was, ThreadContext is) {
        if (is == null) {
          contributions.delete(threadRow(threadKey));
        }
      }

      @Override
      public void trace(byte[] threadKey, String traceId, FactsRow is, ThreadContext context) {
        contributions.delete(traceRow(threadKey, traceId));
      }

      @Override
      public void feedback(
          byte[] threadKey,
          String feedbackId,
          String writer,
          PlacedFeedback was,
          PlacedFeedback is) {
        contributions.delete(feedbackRow(threadKey, groupOf(was), feedbackId, writer));
        Judgement judgement = Judgement.of(was);
        if (judgement != null) {
          forget(judgedRow(threadKey, judgement.traceId, ANY_NAME), judgement.signal);
          forget(judgedRow(threadKey, judgement.traceId, judgement.name), judgement.signal);
        }
      }

      private void forget(byte[] key, String signal) {
        ContributionRow row = row(key);
        LivePieces left = plus(row.getLive(), signal, -1);
        if (left.getAll() <= 0) {
          contributions.delete(key);
        } else {
          contributions.put(key, ROWS.write(new ContributionRow(left, row.getContribution())));
        }
      }
    };
  }

  /**
   * Takes the next step of what is still to be counted anew.
   *
   * @return whether there is more
   */
  public boolean step() {
    byte[] work = RowKey.work().bytes();
    byte[][] found = {null, null};
    contributions.scan(
        work,
        RowKey.behind(work),
        Rows.Direction.FORWARD,
        (key, value) -> {
          found[0] = key;
          found[1] = value;
          return false;
        });
    if (found[0] == null) {
      return false;
    }
    RecountRow row = RECOUNTS.read(found[1]);
    byte[] threadKey = RowKey.textAt(found[0], work.length).getBytes(StandardCharsets.UTF_8);
    step(threadKey, found[0], row.getNext().array(), row.getEnd().array());
    return true;
  }

  private void recount(byte[] threadKey, byte[] from, byte[] end) {
    step(threadKey, RowKey.work().raw(threadKey).raw(from).bytes(), from, end);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Row(byte[] key, ContributionRow value) {}

  private void step(byte[] threadKey, byte[] work, byte[] from, byte[] end) {
    List<Row> found = new ArrayList<>();
    contributions.scan(
        from,
        end,
        Rows.Direction.FORWARD,
        (key, value) -> {
          found.add(new Row(key, ROWS.read(value)));
          return found.size() < rowsAtOnce;
        });
    ThreadReader thread = new ThreadReader(threads, threadKey);
    ThreadContext context = ThreadContext.of(thread.head());
    for (Row row : found) {
      countAnew(threadKey, thread, context, row);
    }
    if (found.size() < rowsAtOnce) {
      contributions.delete(work);
    } else {
      byte[] next = RowKey.after(found.get(found.size() - 1).key);
      contributions.put(
          work, RECOUNTS.write(new RecountRow(ByteBuffer.wrap(next), ByteBuffer.wrap(end))));
    }
  }

  private void countAnew(byte[] threadKey, ThreadReader thread, ThreadContext context, Row row) {
    RowKey.Reader key = new RowKey.Reader(row.key);
    key.text(); // the thread
    key.section();
    String traceId = key.text();
    Contribution now =
        switch (key.section()) {
          case TRACE -> trace(threadKey, thread.trace(traceId), context);
          case JUDGED -> judged(threadKey, traceId, key.text(), row.value.getLive());
          default -> feedback(threadKey, traceId, thread.feedback(key.text(), key.text()));
        };
    put(threadKey, row.key, row.value, new ContributionRow(row.value.getLive(), now));
  }

  private Contribution feedback(byte[] threadKey, String traceId, PlacedFeedback feedback) {
    return feedback == null ? null : contribution(threadKey, traceId, feedback);
  }

  private Contribution trace(byte[] threadKey, FactsRow trace, ThreadContext context) {
    return trace == null || context == null
        ? null
        : Contributions.of(TraceMeasures.of(trace), context, tagKeys(threadKey));
  }

  /** Null where the trace is not in the thread, or has no such feedback. */
  private Contribution judged(byte[] threadKey, String traceId, String name, LivePieces live) {
    Contribution trace = row(traceRow(threadKey, traceId)).getContribution();
    return trace == null || live.getAll() == 0
        ? null
        : Contributions.judged(
            new CountedJudged(name, live.getExplicit() > 0, live.getImplicit() > 0), trace);
  }

  /** Null where it counts for nothing: superseded, or its trace is not in the thread. */
  private Contribution contribution(byte[] threadKey, String group, PlacedFeedback feedback) {
    LiveFeedback live = feedback.getLive();
    boolean onThread = group.equals(NO_TRACE);
    Contribution base =
        row(onThread ? threadRow(threadKey) : traceRow(threadKey, group)).getContribution();
    if (base == null || !isLive(feedback)) {
      return null;
    }
    return onThread ? Contributions.onThread(live, base) : Contributions.onTrace(live, base);
  }

  /** A trace has one more live piece of feedback, or one less. */
  private void judge(byte[] threadKey, Judgement judgement, int change) {
    if (judgement != null) {
      judge(threadKey, judgement, ANY_NAME, change);
      judge(threadKey, judgement, judgement.name, change);
    }
  }

  private void judge(byte[] threadKey, Judgement judgement, String name, int change) {
    byte[] key = judgedRow(threadKey, judgement.traceId, name);
    LivePieces live = plus(row(key).getLive(), judgement.signal, change);
    set(
        threadKey,
        key,
        live.getAll() == 0 ? null : live,
        judged(threadKey, judgement.traceId, name, live));
  }

  private static LivePieces plus(LivePieces live, String signal, int change) {
    LivePieces before = live == null ? new LivePieces(0L, 0L, 0L) : live;
    return new LivePieces(
        before.getAll() + change,
        before.getExplicit() + (signal.equals("EXPLICIT") ? change : 0),
        before.getImplicit() + (signal.equals("IMPLICIT") ? change : 0));
  }

  private void set(byte[] threadKey, byte[] key, LivePieces live, Contribution contribution) {
    ContributionRow was = row(key);
    ContributionRow is = new ContributionRow(live, contribution);
    if (contribution == null && live == null) {
      remove(threadKey, key);
    } else if (!is.equals(was)) { // a head changes with every message, and what it adds does not
      put(threadKey, key, was, is);
    }
  }

  private void put(byte[] threadKey, byte[] key, ContributionRow was, ContributionRow is) {
    partials.replace(project(threadKey), was.getContribution(), is.getContribution());
    contributions.put(key, ROWS.write(is));
  }

  private void remove(byte[] threadKey, byte[] key) {
    partials.replace(project(threadKey), row(key).getContribution(), null);
    contributions.delete(key);
  }

  private ContributionRow row(byte[] key) {
    byte[] held = contributions.get(key);
    return held == null ? new ContributionRow(null, null) : ROWS.read(held);
  }

  private List<String> tagKeys(byte[] threadKey) {
    return projects.of(project(threadKey)).getTagKeys();
  }

  private static String project(byte[] threadKey) {
    return Key.parse(threadKey).project();
  }

  private static boolean countsLike(Contribution was, Contribution is) {
    if (was == null || is == null) {
      return was == null && is == null;
    }
    return was.getTime() == is.getTime() && was.getDimensions().equals(is.getDimensions());
  }

  private static boolean isLive(PlacedFeedback feedback) {
    return feedback.getLive().getSupersededBy() == null;
  }

  /** The trace that feedback is on; none where it is on its thread. */
  private static String groupOf(PlacedFeedback feedback) {
    return feedback.getTraceId() == null ? NO_TRACE : feedback.getTraceId();
  }

  private static byte[] threadRow(byte[] threadKey) {
    return RowKey.of(threadKey).section(THREAD).bytes();
  }

  private static byte[] traceRow(byte[] threadKey, String traceId) {
    return group(threadKey, traceId).section(TRACE).bytes();
  }

  private static byte[] feedbackRow(
      byte[] threadKey, String group, String feedbackId, String writer) {
    return group(threadKey, group).section(FEEDBACK).text(feedbackId).text(writer).bytes();
  }

  private static byte[] judgedRow(byte[] threadKey, String traceId, String name) {
    return group(threadKey, traceId).section(JUDGED).text(name).bytes();
  }

  private static RowKey group(byte[] threadKey, String traceId) {
    return RowKey.of(threadKey).section(GROUP).text(traceId);
  }
}
