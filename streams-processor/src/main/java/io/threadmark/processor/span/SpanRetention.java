package io.threadmark.processor.span;

import io.threadmark.processor.span.rows.SpanBounds;
import io.threadmark.processor.span.rows.SpanReader;
import io.threadmark.processor.span.rows.SpanWriter;
import io.threadmark.processor.stage.Retention;
import io.threadmark.processor.stage.Stage;
import io.threadmark.processor.stage.Sweep;
import io.threadmark.processor.stage.Timer;
import io.threadmark.processor.store.Deadline;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Key;
import io.threadmark.schema.state.ForgetHop;
import io.threadmark.schema.state.SpansRow;
import java.time.Duration;

/**
 * Lets spans go that are too old, with their trace: it stays as long as its thread does, and who
 * owns it tells when it goes. Of spans whose trace never came, or had gone before them, nobody
 * would tell, so the owner is asked about those that are too old.
 */
final class SpanRetention {
  private static final int TRACES = 200;
  private static final Duration MOST = Duration.ofMillis(100);

  /** Old traces of threads that live on are asked about again and again: not all the time. */
  private static final Duration BETWEEN_PASSES = Duration.ofHours(1);

  private static final byte[] FIRST = {0};

  /** The thread that a trace is asked about in; no trace is in it. */
  private static final String NO_THREAD = "";

  private final Stage stage;
  private final Rows.Mutable spans;
  private final Retention retention;
  private final Timer timer;
  private byte[] next = FIRST;
  private long nextPassMs = Long.MIN_VALUE;

  SpanRetention(Stage stage, Rows.Mutable spans, Retention retention) {
    this.stage = stage;
    this.spans = spans;
    this.retention = retention;
    this.timer = Sweep.schedule(stage, "forget-spans", retention, this::turn);
  }

  /** Forgets the spans of a trace that is not there, unless there is a newer word of them. */
  void forget(byte[] trace) {
    if (isTooOld(trace)) {
      // In one go: there are no more rows of a trace than its bounds let be.
      SpanWriter writer = new SpanWriter(spans, trace, SpanBounds.DEFAULT);
      while (!writer.deleteSome(Stage.ROWS_AT_ONCE)) {
        // the next of them
      }
    }
  }

  private void turn(long nowMs) {
    if (nowMs < nextPassMs) {
      return;
    }
    Deadline deadline = Deadline.in(MOST);
    for (int traces = 0; traces < TRACES && !deadline.isOver(); traces++) {
      byte[] trace = SpanReader.nextTrace(spans, next);
      if (trace == null) {
        next = FIRST;
        nextPassMs = nowMs + BETWEEN_PASSES.toMillis();
        return;
      }
      next = SpanReader.behind(trace);
      timer.each(trace, this::askIfTooOld);
    }
  }

  private void askIfTooOld(byte[] trace) {
    if (isTooOld(trace)) {
      stage.send(trace, new ForgetHop(NO_THREAD, null));
    }
  }

  private boolean isTooOld(byte[] trace) {
    SpansRow head = new SpanReader(spans, trace).head();
    long nowMs = stage.context().currentSystemTimeMs();
    return head != null && retention.isOver(Key.parse(trace).project(), head.getUpdatedAt(), nowMs);
  }
}
