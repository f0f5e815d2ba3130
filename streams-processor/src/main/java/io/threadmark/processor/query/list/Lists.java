package io.threadmark.processor.query.list;

import io.threadmark.processor.cluster.PeerClient;
import io.threadmark.processor.cluster.RequestDeadline;
import io.threadmark.processor.cluster.StoreAccess;
import io.threadmark.processor.index.ThreadIndex;
import io.threadmark.processor.store.Holding;

/** What one request asks of lists. */
public final class Lists {
  private final ThreadIndex index;
  private final StoreAccess stores;
  private final Scatter scatter;
  private final RequestDeadline deadline;
  private final Holding holding;

  /**
   * @param holding is told of what is held until it is answered
   */
  public Lists(
      ThreadIndex index,
      StoreAccess stores,
      PeerClient peers,
      RequestDeadline deadline,
      Holding holding) {
    this.index = index;
    this.stores = stores;
    this.scatter = new Scatter(stores, peers, holding);
    this.deadline = deadline;
    this.holding = holding;
  }

  /** Lists of threads and traces. */
  public ListQuery query() {
    return new ListQuery(index, stores, scatter, deadline, holding);
  }

  /** How far they are. */
  public ListProgress progress() {
    return new ListProgress(index, stores, scatter, deadline);
  }

  /** The projects. */
  public ProjectList projects() {
    return new ProjectList(index, stores, scatter, deadline);
  }
}
