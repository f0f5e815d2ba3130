package io.threadmark.processor.query;

import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.cluster.RequestDeadline;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads for one kind of work, and a line of bounded length before them. */
final class WorkerPool implements AutoCloseable {

  /**
   * How large a pool is.
   *
   * @param line works that may wait for a thread
   */
  record Size(int threads, int line) {}

  private final Vertx vertx;
  private final String work;
  private final ThreadPoolExecutor threads;

  /**
   * @param work what is done, in a word or two
   */
  WorkerPool(Vertx vertx, String work, Size size) {
    this.vertx = vertx;
    this.work = work;
    AtomicInteger count = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            size.threads,
            size.threads,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(size.line),
            run -> {
              Thread thread = new Thread(run, "threadmark-" + work + "-" + count.getAndIncrement());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Does some work, and completes where it was called.
   *
   * @return fails with {@link NotAvailableException} where the line is full, and where the deadline
   *     is over before a thread is free
   */
  <T> Future<T> run(RequestDeadline deadline, Callable<T> some) {
    CompletableFuture<T> done = new CompletableFuture<>();
    try {
      threads.execute(
          () -> {
            try {
              deadline.check();
              done.complete(some.call());
            } catch (Throwable e) { // whoever asked is told, whatever it is
              done.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      return Future.failedFuture(
          new NotAvailableException("there are too many " + work + " at the moment", e));
    }
    return Future.fromCompletionStage(done, vertx.getOrCreateContext());
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
