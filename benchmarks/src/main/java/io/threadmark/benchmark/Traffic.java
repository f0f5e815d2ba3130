package io.threadmark.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What arrives now, at a rate that the clock paces: of ten events six are traces, two messages and
 * two feedback. What comes late is made up for, so that the rate holds as long as the system bears
 * it.
 */
final class Traffic implements AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(20);
  private static final int LARGEST_BATCH = 1_000;
  private static final int CONNECTIONS = 16;

  /** Threads that are under way at a time; after ten traces each they end. */
  private static final int OPEN_THREADS = 1_000;

  private static final int TRACES_OF_THREAD = 10;

  private final int perSecond;

  /** Begins all ids: they are different at every rate. */
  private final String name;

  private final Posting posting;
  private final ExecutorService pacing = Executors.newSingleThreadExecutor();
  private final Future<?> paced;
  private volatile boolean stopping;
  private volatile Sent sent = new Sent(0, 0);

  // Of the pacing thread alone.
  private long traces;
  private long messages;
  private long feedback;

  /** Begins at once. */
  Traffic(ProjectClient client, int perSecond) {
    this.perSecond = perSecond;
    this.name = "at-" + perSecond + "-";
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
        for (long i = 0; i < due; i++) {
          add(batch, made++, Instant.now());
        }
        posting.post(batch);
        sent = new Sent(traces, feedback);
      }
      if (due < LARGEST_BATCH) {
        Thread.sleep(TICK.toMillis());
      }
    }
    return null;
  }

  private void add(EventLines batch, long event, Instant at) {
    switch ((int) (event % 10)) {
      case 2, 7 -> {
        batch.message(name + messages, thread(traces - 1), at);
        messages++;
      }
      case 4, 9 -> {
        batch.feedback(name + feedback, feedback, trace(traces - 1), at);
        feedback++;
      }
      default -> {
        batch.trace(trace(traces), traces, thread(traces), at);
        traces++;
      }
    }
  }

  private String trace(long number) {
    return name + number;
  }

  private String thread(long trace) {
    long generation = trace / (OPEN_THREADS * TRACES_OF_THREAD);
    return name + (generation * OPEN_THREADS + trace % OPEN_THREADS);
  }
}
