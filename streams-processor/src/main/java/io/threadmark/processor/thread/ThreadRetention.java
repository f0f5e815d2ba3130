package io.threadmark.processor.thread;

import io.threadmark.processor.stage.Retention;
import io.threadmark.processor.stage.Stage;
import io.threadmark.processor.stage.Sweep;
import io.threadmark.processor.store.Rows;
import io.threadmark.processor.thread.rows.Named;
import io.threadmark.processor.thread.rows.ThreadReader;
import io.threadmark.processor.thread.rows.ThreadWatcher;
import io.threadmark.processor.thread.rows.ThreadWriter;
import io.threadmark.schema.Key;
import io.threadmark.schema.state.ForgetHop;
import io.threadmark.schema.state.HeadRow;

/**
 * Lets threads go whose newest event is too old, in bounded steps, and tells whoever wrote their
 * items to forget them, too.
 */
final class ThreadRetention {
  private static final int HEADS = 200;
  private static final int ITEMS = 500;
  private static final byte[] FIRST = {0};

  private final Stage stage;
  private final Rows.Mutable threads;
  private final ThreadWatcher counting;
  private final LabeledThreadPublishing publishing;
  private final ThreadErasing erasing;
  private final Retention retention;
  private byte[] next = FIRST;

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
    Sweep.schedule(
        stage,
        retention,
        new ThreadRetention(stage, threads, counting, publishing, erasing, retention)::turn);
  }

  private void turn(long nowMs) {
    int items = 0;
    for (int heads = 0; heads < HEADS && items < ITEMS; heads++) {
      byte[] thread = ThreadReader.nextThread(threads, next);
      if (thread == null) {
        next = FIRST;
        return;
      }
      next = ThreadReader.behind(thread);
      HeadRow head = new ThreadReader(threads, thread).head();
      String project = Key.parse(thread).project();
      if (head != null && retention.isOver(project, head.getUpdatedAt(), nowMs)) {
        items += remove(thread, head, ITEMS - items);
        if (new ThreadReader(threads, thread).head() != null) {
          next = thread; // there is more of it
          return;
        }
      }
    }
  }

  private int remove(byte[] thread, HeadRow head, int most) {
    Key key = Key.parse(thread);
    if (ThreadReader.isLabeled(head)) {
      publishing.mark(thread);
    }
    return new ThreadWriter(threads, thread, counting).removeSome(most, leaving(key));
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
