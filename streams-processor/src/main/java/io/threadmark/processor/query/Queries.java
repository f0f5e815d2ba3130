package io.threadmark.processor.query;

import io.threadmark.processor.runtime.StreamsRuntime;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.schema.Key;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.streams.state.HostInfo;

/** What answers queries, once the instance knows its own address. */
record Queries(
    StoreAccess stores,
    PeerClient peers,
    HostInfo self,
    Supplier<byte[]> secret,
    TraceQuery traces,
    ThreadQuery threads,
    FeedbackQuery feedback,
    FeedbackListQuery feedbackList,
    ErasureQuery erasures,
    MetricsQuery metricsQuery,
    MetricsApi metrics,
    FeedbackStatistics statistics,
    Waiting waiting) {

  /**
   * @param self host and port under which other instances reach this one
   * @param wait how long feedback waits for its trace before it counts as unmatched
   */
  static Queries of(
      Vertx vertx, StreamsRuntime runtime, HostInfo self, Duration wait, Clock clock) {
    PeerClient peers = new PeerClient();
    StoreAccess stores = new StoreAccess(runtime::streams, self, peers, runtime.partitions());
    FeedbackViews feedback = new FeedbackViews(wait, clock);
    MetricsQuery metrics = new MetricsQuery(stores, peers, runtime.projects(), clock);
    return new Queries(
        stores,
        peers,
        self,
        runtime::receiptSecret,
        new TraceQuery(stores),
        new ThreadQuery(),
        new FeedbackQuery(stores, feedback),
        new FeedbackListQuery(stores, peers, feedback),
        new ErasureQuery(stores),
        metrics,
        new MetricsApi(metrics::find),
        new FeedbackStatistics(new FeedbackTallies(stores, peers)),
        new Waiting(vertx, stores, runtime.hashes()));
  }

  /**
   * A page of a thread that is here, as JSON; null where there is no such thread.
   *
   * @throws IllegalArgumentException where the cursor is not one of the thread's
   */
  byte[] localThread(Key thread, int pageSize, String cursor) {
    return Views.json(
        threads.find(stores.localRows(StateStores.THREADS, thread), thread, pageSize, cursor));
  }

  /** Signs receipts; null while it is not known yet. */
  byte[] receiptSecret() {
    return secret.get();
  }
}
