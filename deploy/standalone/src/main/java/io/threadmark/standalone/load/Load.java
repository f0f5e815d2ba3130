package io.threadmark.standalone.load;

import io.threadmark.standalone.cli.CommandFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Reads batches and posts them, several at a time and never more in memory than are under way. */
final class Load {
  private final EventsClient client;
  private final LoadReport report;
  private final int connections;
  private final AtomicReference<CommandFailedException> failure = new AtomicReference<>();

  Load(EventsClient client, LoadReport report, int connections) {
    this.client = client;
    this.report = report;
    this.connections = connections;
  }

  /**
   * Posts everything. Batches may overtake each other, which changes no outcome.
   *
   * @throws CommandFailedException where a batch did not get through; others may have
   */
  void run(InputStream in, int batchSize) throws IOException, InterruptedException {
    ExecutorService posts = Executors.newFixedThreadPool(connections);
    Semaphore free = new Semaphore(connections);
    BatchReader batches =
        new BatchReader(
            in,
            batchSize,
            line -> report.reject(line, "longer than %,d bytes".formatted(BatchReader.MOST_BYTES)));
    try {
      Optional<Batch> batch = batches.next();
      while (batch.isPresent() && failure.get() == null) {
        free.acquire();
        Batch posted = batch.get();
        posts.execute(() -> post(posted, free));
        batch = batches.next();
      }
    } finally {
      posts.shutdown();
    }
    posts.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  private void post(Batch batch, Semaphore free) {
    try {
      if (failure.get() == null) {
        report.add(batch, client.post(batch));
      }
    } catch (CommandFailedException e) {
      String where = "from line %d on: ".formatted(batch.line(0));
      failure.compareAndSet(null, new CommandFailedException(where + e.getMessage(), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      free.release();
    }
  }
}
