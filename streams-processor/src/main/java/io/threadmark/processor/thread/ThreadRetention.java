package io.threadmark.processor.thread;

import io.threadmark.processor.stage.Retention;
import io.threadmark.processor.stage.Stage;
import io.threadmark.processor.stage.Sweep;
import io.threadmark.processor.stage.Timer;
import io.threadmark.processor.store.Deadline;
import io.threadmark.processor.store.Rows;
import io.threadmark.processor.thread.rows.Named;
import io.threadmark.processor.thread.rows.ThreadReader;
import io.threadmark.processor.thread.rows.ThreadWatcher;
import io.threadmark.processor.thread.rows.ThreadWriter;
import io.threadmark.schema.Key;
import io.threadmark.schema.state.ForgetHop;
import io.threadmark.schema.state.HeadRow;
import java.time.Duration;

/**
 * Lets threads go whose newest event is too old, in bounded steps, and tells whoever wrote their
 * items to forget them, too.
 */
final class ThreadRetention {
  private static final int HEADS = 200;
  private static final int ITEMS = 500;
  private static final Duration MOST = Duration.ofMillis(100);
  private static final byte[] FIRST = {0};

  private final Stage stage;
  private final Rows.Mutable threads;
  private final ThreadWatcher counting;
  private final LabeledThreadPublishing publishing;
  private final ThreadErasing erasing;
  private final Retention retention;
  private final Timer timer;
  private byte[] next = FIRST;
  private int removed;

  private ThreadRetention(
      Stage stage,
      Rows.Mutable threads,
      ThreadWatcher counting,
      LabeledThreadPublishing publishing,
      ThreadErasing erasing,
      Retention retention) {
    this.stage = stage;
    this.threads = threads;
    this.counting = counting;
    this.publishing = publishing;
    this.erasing = erasing;
    this.retention = retention;
    this.timer = Sweep.schedule(stage, "forget-threads", retention, now -> turn());
  }

  /**
   * Begins to look; it goes on where anything may be too old at the moment.
   *
   * @param counting hears what goes; totals outlive what they were counted from
   */
  static void begin(
      Stage stage,
      Rows.Mutable threads,
      ThreadWatcher counting,
      LabeledThreadPublishing publishing,
      ThreadErasing erasing,
      Retention retention) {
    new ThreadRetention(stage, threads, counting, publishing, erasing, retention);
  }

  private void turn() {
    removed = 0;
    Deadline deadline = Deadline.in(MOST);
    for (int heads = 0; heads < HEADS && removed < ITEMS && !deadline.isOver(); heads++) {
      byte[] thread = ThreadReader.nextThread(threads, next);
      if (thread == null) {
        next = FIRST;
        return;
      }
      next = ThreadReader.behind(thread);
      timer.each(thread, this::forgetIfTooOld);
    }
  }

  private void forgetIfTooOld(byte[] thread) {
    ThreadReader reader = new ThreadReader(threads, thread);
    HeadRow head = reader.head();
    long nowMs = stage.context().currentSystemTimeMs();
    Key key = Key.parse(thread);
    if (head == null || !retention.isOver(key.project(), head.getUpdatedAt(), nowMs)) {
      return;
    }
    if (ThreadReader.isLabeled(head)) {
      publishing.mark(thread);
    }
    removed += new ThreadWriter(threads, thread, counting).removeSome(ITEMS, leaving(key));
    if (reader.head() != null) {
      next = thread; // there is more of it
    }
  }

  private ThreadWriter.Leaving leaving(Key thread) {
    return new ThreadWriter.Leaving() {
      @Override
      public void leaves(String feedbackId, String writer) {
        forget(thread, feedbackId, writer);
      }

      @Override
      public void messageLeaves(String messageId, Named named) {
        erasing.forget(thread, messageId, named);
      }

      @Override
      public void factsLeave(Named named) {
        erasing.forget(thread, named);
      }
    };
  }

  private void forget(Key thread, String feedbackId, String writer) {
    Key owner = writer.isEmpty() ? Key.feedback(thread.project(), feedbackId) : Key.parse(writer);
    stage.send(owner, new ForgetHop(thread.id(), feedbackId));
  }
}
