package io.threadmark.benchmark;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Posts batches, several at a time, and counts the events that are durable. */
final class Posting implements AutoCloseable {
  private final ProjectClient client;
  private final int connections;
  private final ExecutorService posts;
  private final Semaphore free;
  private final AtomicLong durable = new AtomicLong();
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  Posting(ProjectClient client, int connections) {
    this.client = client;
    this.connections = connections;
    posts = Executors.newFixedThreadPool(connections);
    free = new Semaphore(connections);
  }

  /** Events that are durable by now. */
  long durable() {
    return durable.get();
  }

  /**
   * Posts a batch as soon as a connection is free for it.
   *
   * @throws IOException where an earlier one failed
   */
  void post(EventLines batch) throws IOException, InterruptedException {
    free.acquire();
    requireNoFailure();
    posts.execute(
        () -> {
          try {
            client.post(batch.bytes());
            durable.addAndGet(batch.events());
          } catch (IOException | InterruptedException | RuntimeException e) {
            failure.compareAndSet(null, e);
          } finally {
            free.release();
          }
        });
  }

  /**
   * Waits until everything is durable.
   *
   * @throws IOException where a batch failed
   */
  void finish() throws IOException, InterruptedException {
    free.acquire(connections);
    free.release(connections);
    requireNoFailure();
  }

  @Override
  public void close() {
    posts.shutdownNow();
  }

  private void requireNoFailure() throws IOException {
    if (failure.get() != null) {
      throw new IOException("a batch was not posted", failure.get());
    }
  }
}
