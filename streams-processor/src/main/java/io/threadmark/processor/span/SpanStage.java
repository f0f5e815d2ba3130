package io.threadmark.processor.span;

import io.threadmark.processor.erasure.rows.SubjectHash;
import io.threadmark.processor.span.rows.SpanBounds;
import io.threadmark.processor.span.rows.SpanOutcome;
import io.threadmark.processor.span.rows.SpanWriter;
import io.threadmark.processor.stage.FlowMetrics;
import io.threadmark.processor.stage.Letters;
import io.threadmark.processor.stage.Retention;
import io.threadmark.processor.stage.Stage;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.stage.Timers;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Span;
import io.threadmark.schema.state.SpansHop;
import org.apache.avro.specific.SpecificRecord;

/**
 * Keeps the spans of traces, within bounds, for those who read a trace with its spans. Nothing of
 * it goes on from here: what follows from spans for traces and threads comes as events of its own.
 */
public final class SpanStage extends Stage {
  private final Retention age;
  private final SubjectHash hashes;
  private final FlowMetrics flow;
  private final SpanBounds bounds;
  private final int rowsAtOnce;
  private Rows.Mutable spans;
  private SpanErasing erasing;
  private SpanRetention retention;

  public SpanStage(
      Letters letters, Timers timers, Retention age, SubjectHash hashes, FlowMetrics flow) {
    this(letters, timers, age, hashes, flow, SpanBounds.DEFAULT, ROWS_AT_ONCE);
  }

  /** One that keeps less and takes smaller steps, for tests. */
  public SpanStage(
      Letters letters,
      Timers timers,
      Retention age,
      SubjectHash hashes,
      FlowMetrics flow,
      SpanBounds bounds,
      int rowsAtOnce) {
    super(letters, timers);
    this.age = age;
    this.hashes = hashes;
    this.flow = flow;
    this.bounds = bounds;
    this.rowsAtOnce = rowsAtOnce;
  }

  @Override
  protected void begin() {
    spans = rows(StateStores.SPANS);
    erasing = new SpanErasing(this, spans, hashes, rowsAtOnce);
    keepDeadIn(StateStores.ERASED_SPANS);
    retention = new SpanRetention(this, spans, age);
  }

  @Override
  protected void receive(byte[] key, SpecificRecord value) {
    if (value instanceof Span span) {
      SpanOutcome outcome =
          erasing.isErased(key) ? SpanOutcome.ERASED : new SpanWriter(spans, key, bounds).put(span);
      count(flow.span(outcome));
    } else if (value instanceof SpansHop hop) {
      trace(key, hop);
    } else {
      throw new IllegalArgumentException("not for spans: " + value);
    }
  }

  private void trace(byte[] key, SpansHop hop) {
    if (hop.getErase() != null) {
      erasing.receive(key, hop.getErase());
    } else {
      retention.forget(key);
    }
  }
}
