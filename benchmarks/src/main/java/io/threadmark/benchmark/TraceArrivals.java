package io.threadmark.benchmark;

import java.time.Instant;

/** Of ten events that arrive six are traces, two messages and two feedback. */
final class TraceArrivals implements Arrivals {
  /** Threads that are under way at a time; after ten traces each they end. */
  private static final int OPEN_THREADS = 1_000;

  private static final int TRACES_OF_THREAD = 10;

  private final String name;
  private long event;
  private long traces;
  private long messages;
  private long feedback;

  /**
   * @param name begins all ids
   */
  TraceArrivals(String name) {
    this.name = name;
  }

  @Override
  public Sent sent() {
    return new Sent(traces, feedback);
  }

  @Override
  public void next(EventLines batch, Instant at) {
    switch ((int) (event++ % 10)) {
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
