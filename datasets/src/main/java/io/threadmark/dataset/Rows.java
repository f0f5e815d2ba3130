package io.threadmark.dataset;

import io.threadmark.dataset.format.DatasetFormat;
import io.threadmark.dataset.format.RowMaker;
import io.threadmark.dataset.label.Drops;
import io.threadmark.dataset.label.Labels;
import io.threadmark.dataset.label.RaterQuota;
import io.threadmark.dataset.label.Rules;
import io.threadmark.dataset.row.Example;
import io.threadmark.dataset.turn.Turns;
import io.threadmark.schema.LabeledThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/** Makes of threads the rows of one dataset, and keeps count. */
public final class Rows {
  private final RowMaker maker;
  private final Rules rules;
  private final RaterQuota quota;
  private final Drops drops = new Drops();
  private long threads;
  private long truncated;
  private long turnsLeftOut;
  private Instant newestWord;

  public Rows(DatasetFormat format, Rules rules) {
    this.maker = format.begin();
    this.rules = rules;
    this.quota = new RaterQuota(rules.maxPerRater());
  }

  /** Those of all threads of a source. */
  public void of(ConversationSource source, Progress progress, Sink sink) throws IOException {
    long[] rows = new long[1];
    Sink counted =
        new Sink() {
          @Override
          public void take(String group, Example example) throws IOException {
            rows[0]++;
            sink.take(group, example);
          }

          @Override
          public void seen(Labels thread) throws IOException {
            sink.seen(thread);
          }
        };
    for (LabeledThread thread = source.next(); thread != null; thread = source.next()) {
      if (progress.isCancelled()) {
        throw new CancelledException();
      }
      of(thread, counted);
      progress.read(threads, rows[0]);
    }
    end(counted);
  }

  /** Those of the next thread. */
  public void of(LabeledThread thread, Sink sink) throws IOException {
    threads++;
    Instant said = thread.getUpdatedAt();
    newestWord = newestWord == null || said.isAfter(newestWord) ? said : newestWord;
    truncated += thread.getTruncated() ? 1 : 0;
    turnsLeftOut += Turns.leftOut(thread);
    String group = group(thread);
    Labels labels = new Labels(thread, rules, quota, drops);
    unchecked(() -> maker.rows(labels, example -> checked(() -> sink.take(group, example))));
    sink.seen(labels);
  }

  /** Those that could only be chosen when all threads were seen. */
  public void end(Sink sink) throws IOException {
    unchecked(() -> maker.end(example -> checked(() -> sink.take("", example))));
  }

  public Drops drops() {
    return drops;
  }

  public long threads() {
    return threads;
  }

  /** Threads of which the source had not all items. */
  public long truncated() {
    return truncated;
  }

  /** Turns of roles that chat formats have no room for, which rows are made without. */
  public long turnsLeftOut() {
    return turnsLeftOut;
  }

  /** When the newest word in the threads was said; null where there are none. */
  public Instant newestWord() {
    return newestWord;
  }

  private static String group(LabeledThread thread) {
    String user = thread.getUser() == null ? null : thread.getUser().getId();
    return user == null ? "thread:" + thread.getThreadId() : "user:" + user;
  }

  private static void checked(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void unchecked(Runnable rows) throws IOException {
    try {
      rows.run();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Takes rows one by one. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes the next row.
     *
     * @param group the user, else the thread, that it is from: never in two splits
     */
    void take(String group, Example example) throws IOException;

    /** Hears of a thread, after the rows of it. */
    default void seen(Labels thread) throws IOException {}
  }

  /** Something that writes. */
  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }
}
