package io.threadmark.processor.query.feedback;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.cluster.StoreAccess;
import io.threadmark.processor.feedback.rows.FeedbackCounts;
import io.threadmark.processor.feedback.rows.FeedbackListing.State;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.store.Rows;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * How much feedback there is in the partitions that this instance owns, read from the stores
 * themselves, so that it is exact also after a crash. The sum over all instances is all there is.
 */
public final class FeedbackGauges {
  private final StoreAccess stores;

  public FeedbackGauges(StoreAccess stores) {
    this.stores = stores;
  }

  public void bindTo(MeterRegistry registry) {
    Gauge.builder(
            "threadmark.processor.feedback.known",
            () -> sum(StateStores.IDENTITIES, FeedbackCounts::known))
        .description("Feedback ids that Identify knows, retracted ones among them")
        .register(registry);
    for (State state : State.values()) {
      Gauge.builder("threadmark.processor.feedback.pieces", () -> of(state))
          .description("Pieces of feedback by the state of their join")
          .tag("state", state.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
  }

  /** Identify lists what was retracted and what names a thread, Resolve all else. */
  private double of(State state) {
    ToLongFunction<Rows> count = rows -> FeedbackCounts.of(rows, state);
    return sum(StateStores.IDENTITIES, count) + sum(StateStores.FEEDBACK, count);
  }

  /**
   * Not a number while partitions of this instance are restored: no number is better than wrong.
   */
  private double sum(String store, ToLongFunction<Rows> count) {
    try {
      long sum = 0;
      for (int partition = 0; partition < stores.partitions(); partition++) {
        if (stores.isHere(stores.owner(store, partition))) {
          sum += count.applyAsLong(stores.localRows(store, partition));
        }
      }
      return sum;
    } catch (NotAvailableException e) {
      return Double.NaN;
    }
  }
}
