package io.threadmark.processor.query;

import io.vertx.core.Vertx;

/**
 * A pool for each kind of work. Whoever works for users may wait for other instances; so may
 * whoever looks whether something is visible. Whoever works for other instances waits for none: if
 * they shared threads, two instances whose threads all wait for each other would wait until their
 * time is over.
 *
 * @param queries of users
 * @param looks at whether what somebody waits for is visible
 * @param parts of answers, for other instances
 * @param exports what is asked of exports, which waits for Kafka
 */
record WorkerPools(WorkerPool queries, WorkerPool looks, WorkerPool parts, WorkerPool exports)
    implements AutoCloseable {

  /** How large each is. */
  record Sizes(
      WorkerPool.Size queries,
      WorkerPool.Size looks,
      WorkerPool.Size parts,
      WorkerPool.Size exports) {
    static final Sizes DEFAULT =
        new Sizes(
            new WorkerPool.Size(20, 256),
            new WorkerPool.Size(8, 256),
            new WorkerPool.Size(16, 512),
            new WorkerPool.Size(4, 128));
  }

  static WorkerPools of(Vertx vertx, Sizes sizes) {
    return new WorkerPools(
        new WorkerPool(vertx, "queries", sizes.queries),
        new WorkerPool(vertx, "looks", sizes.looks),
        new WorkerPool(vertx, "parts", sizes.parts),
        new WorkerPool(vertx, "questions about exports", sizes.exports));
  }

  @Override
  public void close() {
    queries.close();
    looks.close();
    parts.close();
    exports.close();
  }
}
