package io.threadmark.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Events that arrive now, at a rate that the clock paces. What comes late is made up for, so that
 * the rate holds as long as the system bears it.
 */
final class Traffic implements AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(20);
  private static final int LARGEST_BATCH = 1_000;
  private static final int CONNECTIONS = 16;

  private final int perSecond;

  private final Arrivals arrivals;
  private final Posting posting;
  private final ExecutorService pacing = Executors.newSingleThreadExecutor();
  private final Future<?> paced;
  private volatile boolean stopping;
  private volatile Sent sent = new Sent(0, 0);

  /**
   * Begins at once.
   *
   * @param arrivals what arrives; nobody else may touch it until this is closed
   */
  Traffic(ProjectClient client, int perSecond, Arrivals arrivals) {
    this.perSecond = perSecond;
    this.arrivals = arrivals;
    posting = new Posting(client, CONNECTIONS);
    paced = pacing.submit(this::pace);
  }

  /** Events that are durable by now. */
  long durable() {
    return posting.durable();
  }

  /** What was sent until now. */
  Sent sent() {
    return sent;
  }

  /**
   * Begins no more and waits until all of it is durable.
   *
   * @throws IOException where some of it is not
   */
  Sent finish() throws IOException, InterruptedException {
    stopping = true;
    try {
      paced.get();
    } catch (ExecutionException e) {
      throw new IOException("the traffic broke off", e.getCause());
    }
    posting.finish();
    return sent;
  }

  @Override
  public void close() {
    pacing.shutdownNow();
    posting.close();
  }

  private Void pace() throws IOException, InterruptedException {
    long start = System.nanoTime();
    long made = 0;
    while (!stopping) {
      double seconds = (System.nanoTime() - start) / 1e9;
      long due = Math.min((long) (seconds * perSecond) - made, LARGEST_BATCH);
      if (due > 0) {
        EventLines batch = new EventLines();
        for (long i = 0; i < due; i++, made++) {
          arrivals.next(batch, Instant.now());
        }
        posting.post(batch);
        sent = arrivals.sent();
      }
      if (due < LARGEST_BATCH) {
        Thread.sleep(TICK.toMillis());
      }
    }
    return null;
  }
}
