package io.threadmark.processor.thread;

import io.threadmark.processor.erasure.rows.UncountedSteps;
import io.threadmark.processor.rollup.rows.ChangeQueue;
import io.threadmark.processor.stage.Stage;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.state.ErasureHop;
import java.time.Duration;

/**
 * Tells commands to erase which steps are done: once the totals are without what these took away,
 * as changes go into the totals a little later.
 */
final class ErasureReports {
  private static final Duration INTERVAL = Duration.ofMillis(50);

  private final Stage stage;
  private final Rows totals;
  private final UncountedSteps waiting;
  private final int rowsAtOnce;

  /**
   * @param totals the rows of the totals, and of the changes that are not in them yet
   * @param rowsAtOnce steps that are told of in one turn
   */
  ErasureReports(Stage stage, Rows totals, int rowsAtOnce) {
    this.stage = stage;
    this.totals = totals;
    this.waiting = new UncountedSteps(stage.rows(StateStores.ERASED_THREADS));
    this.rowsAtOnce = rowsAtOnce;
    stage.every("tell-counted", INTERVAL, now -> tellCounted());
  }

  /** Tells of a step that is done but for the totals. */
  void tell(byte[] erasureKey, ErasureHop done) {
    long newest = ChangeQueue.newest(totals);
    if (newest == Long.MIN_VALUE) {
      stage.send(erasureKey, done);
    } else {
      waiting.put(newest, erasureKey, done);
    }
  }

  private void tellCounted() {
    if (!waiting.isEmpty()) {
      waiting.take(ChangeQueue.oldest(totals), rowsAtOnce, stage::send);
    }
  }
}
