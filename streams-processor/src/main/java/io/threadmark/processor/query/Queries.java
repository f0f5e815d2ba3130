package io.threadmark.processor.query;

import io.threadmark.processor.cluster.Ownership;
import io.threadmark.processor.cluster.PeerCalls;
import io.threadmark.processor.cluster.PeerClient;
import io.threadmark.processor.cluster.RequestDeadline;
import io.threadmark.processor.cluster.StoreAccess;
import io.threadmark.processor.cluster.StreamsOwnership;
import io.threadmark.processor.erasure.rows.SubjectHash;
import io.threadmark.processor.export.ClusterCuts;
import io.threadmark.processor.export.CutService;
import io.threadmark.processor.export.Cuts;
import io.threadmark.processor.export.HeldCuts;
import io.threadmark.processor.index.ThreadIndex;
import io.threadmark.processor.query.agreement.FeedbackStatistics;
import io.threadmark.processor.query.agreement.FeedbackTallies;
import io.threadmark.processor.query.erasure.ErasureQuery;
import io.threadmark.processor.query.feedback.FeedbackExplanation;
import io.threadmark.processor.query.feedback.FeedbackListQuery;
import io.threadmark.processor.query.feedback.FeedbackQuery;
import io.threadmark.processor.query.feedback.FeedbackViews;
import io.threadmark.processor.query.list.Lists;
import io.threadmark.processor.query.metrics.MetricsApi;
import io.threadmark.processor.query.metrics.MetricsQuery;
import io.threadmark.processor.query.thread.ThreadPages;
import io.threadmark.processor.query.trace.TraceQuery;
import io.threadmark.processor.runtime.StreamsRuntime;
import io.threadmark.processor.store.Holding;
import io.threadmark.schema.ReceiptKeys;
import io.threadmark.schema.project.Projects;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.apache.kafka.streams.state.HostInfo;

/**
 * What answers queries, once the instance knows its own address. Each request has its own, for they
 * go by the deadline of the request.
 */
final class Queries {
  private final Source source;
  private final Semaphore sums;
  private final RequestDeadline deadline;
  private final Holding holding;
  private final PeerClient peers;
  private final StoreAccess stores;

  /**
   * What queries are answered from.
   *
   * @param receiptKeys signs receipts; empty while that is not known yet
   * @param hashes names what was erased
   * @param index finds threads and traces
   * @param cuts holds threads for exports
   * @param self host and port under which other instances reach this one
   * @param matchWithin how long feedback waits for its trace before it counts as unmatched
   */
  record Source(
      Ownership ownership,
      PeerCalls calls,
      Projects projects,
      Supplier<ReceiptKeys> receiptKeys,
      SubjectHash hashes,
      ThreadIndex index,
      HeldCuts cuts,
      HostInfo self,
      Duration matchWithin,
      Clock clock) {

    static Source of(
        StreamsRuntime runtime,
        ThreadIndex index,
        HeldCuts cuts,
        PeerCalls calls,
        HostInfo self,
        Duration matchWithin,
        Clock clock) {
      return new Source(
          new StreamsOwnership(runtime::streams, runtime.partitions()),
          calls,
          runtime.projects(),
          runtime::receiptKeys,
          runtime.hashes(),
          index,
          cuts,
          self,
          matchWithin,
          clock);
    }

    /** The same, but what is not here cannot be had. */
    Source alone() {
      return new Source(
          ownership,
          PeerCalls.NONE,
          projects,
          receiptKeys,
          hashes,
          index,
          cuts,
          self,
          matchWithin,
          clock);
    }
  }

  Queries(Source source) {
    this(
        source,
        new Semaphore(Runtime.getRuntime().availableProcessors(), true),
        RequestDeadline.NEVER,
        Holding.UNCOUNTED);
  }

  private Queries(Source source, Semaphore sums, RequestDeadline deadline, Holding holding) {
    this.source = source;
    this.sums = sums;
    this.deadline = deadline;
    this.holding = holding;
    peers = new PeerClient(source.calls, deadline);
    stores = new StoreAccess(source.ownership, source.self, peers, deadline, holding);
  }

  /** Those of a look whether something is visible, which keeps nothing of what it reads. */
  Queries within(RequestDeadline of) {
    return within(of, Holding.UNCOUNTED);
  }

  /**
   * Those of a request.
   *
   * @param holds is told of what it holds in memory
   */
  Queries within(RequestDeadline of, Holding holds) {
    return new Queries(source, sums, of, holds);
  }

  /** Those of a request of another instance: they read what is here and ask nobody. */
  Queries hereWithin(RequestDeadline of, Holding holds) {
    return new Queries(source.alone(), sums, of, holds);
  }

  StoreAccess stores() {
    return stores;
  }

  TraceQuery traces() {
    return new TraceQuery(stores);
  }

  FeedbackQuery feedback() {
    return new FeedbackQuery(stores, views());
  }

  FeedbackExplanation explanation() {
    return new FeedbackExplanation(stores, lists().query()::alike);
  }

  FeedbackListQuery feedbackList() {
    return new FeedbackListQuery(stores, peers, views(), holding);
  }

  Lists lists() {
    return new Lists(source.index, stores, peers, deadline, holding);
  }

  /** Takes cuts of all partitions; it goes by its own times, not by the request's. */
  Cuts cuts() {
    return new ClusterCuts(source.cuts, source.index, source.ownership, source.calls, source.self);
  }

  /** Answers other instances about cuts. */
  CutService cutsHere() {
    return new CutService(source.cuts, source.index, stores, deadline);
  }

  ErasureQuery erasures() {
    return new ErasureQuery(stores);
  }

  MetricsQuery metricsQuery() {
    return new MetricsQuery(stores, peers, source.projects, source.clock, deadline, sums, holding);
  }

  MetricsApi metrics() {
    return new MetricsApi(metricsQuery()::find);
  }

  FeedbackStatistics statistics() {
    return new FeedbackStatistics(new FeedbackTallies(stores, peers, holding));
  }

  ThreadPages threads() {
    return new ThreadPages(stores, peers);
  }

  /** Signs receipts; empty while it is not known yet. */
  ReceiptKeys receiptKeys() {
    return source.receiptKeys.get();
  }

  /** Names what was erased. */
  SubjectHash hashes() {
    return source.hashes;
  }

  private FeedbackViews views() {
    return new FeedbackViews(source.matchWithin, source.clock);
  }
}
