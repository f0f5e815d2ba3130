package io.threadmark.processor.span;

import io.threadmark.processor.erasure.Erasing;
import io.threadmark.processor.erasure.ErasureStep;
import io.threadmark.processor.erasure.rows.Subject;
import io.threadmark.processor.erasure.rows.SubjectHash;
import io.threadmark.processor.span.rows.SpanBounds;
import io.threadmark.processor.span.rows.SpanWriter;
import io.threadmark.processor.stage.Stage;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.state.EraseHop;
import java.util.List;

/** Erases the spans of traces that are erased. Nothing follows from them: they name nothing. */
final class SpanErasing extends Erasing {
  private final Rows.Mutable spans;

  SpanErasing(Stage stage, Rows.Mutable spans, SubjectHash hashes, int rowsAtOnce) {
    super(stage, StateStores.ERASED_SPANS, hashes, rowsAtOnce);
    this.spans = spans;
  }

  @Override
  protected void begin(Subject subject, EraseHop hop, ErasureStep step) {
    writer(subject).deleteHead();
  }

  @Override
  protected boolean drain(Subject subject, int rows, ErasureStep step) {
    return writer(subject).deleteSome(rows);
  }

  @Override
  protected List<Rows> held() {
    return List.of(spans);
  }

  private SpanWriter writer(Subject trace) {
    return new SpanWriter(spans, trace.keyBytes(), SpanBounds.DEFAULT);
  }
}
