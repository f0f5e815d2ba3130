package io.threadmark.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * The past of a project: traces evenly over the last days, ten to a thread, and feedback on every
 * fifth.
 */
final class History {
  static final Duration LENGTH = Duration.ofDays(30);

  private static final int BATCH = 500;
  private static final int CONNECTIONS = 8;
  private static final int TRACES_OF_THREAD = 10;
  private static final int TRACES_TO_FEEDBACK = 5;
  private static final Duration TO_FEEDBACK = Duration.ofSeconds(30);

  private final int traces;
  private final Instant start = Instant.now().minus(LENGTH);

  History(int traces) {
    this.traces = traces;
  }

  /** Sends it as fast as the gateway takes it. */
  Sent send(ProjectClient client) throws IOException, InterruptedException {
    Progress progress = new Progress();
    try (Posting posting = new Posting(client, CONNECTIONS)) {
      EventLines batch = new EventLines();
      for (int n = 0; n < traces; n++) {
        add(batch, n);
        if (batch.events() >= BATCH || n == traces - 1) {
          posting.post(batch);
          batch = new EventLines();
        }
        progress.tell("sent %,d of %,d traces", n, traces);
      }
      posting.finish();
    }
    return new Sent(traces, (traces + TRACES_TO_FEEDBACK - 1) / TRACES_TO_FEEDBACK);
  }

  private void add(EventLines batch, int n) {
    Instant at = start.plusMillis(LENGTH.toMillis() * n / traces);
    String trace = "past-" + n;
    batch.trace(trace, n, "past-" + n / TRACES_OF_THREAD, at);
    if (n % TRACES_TO_FEEDBACK == 0) {
      batch.feedback(trace, n / TRACES_TO_FEEDBACK, trace, at.plus(TO_FEEDBACK));
    }
  }
}
