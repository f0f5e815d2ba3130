package io.threadmark.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;

/**
 * What was sent to a project, and so what its figures must come to.
 *
 * @param traces different ones
 * @param feedback pieces of it
 */
record Sent(long traces, long feedback) {
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  Sent plus(Sent other) {
    return new Sent(traces + other.traces, feedback + other.feedback);
  }

  /**
   * Waits until all of it is counted.
   *
   * @throws IOException where nothing more is counted for long, or more than was sent
   */
  void awaitCounted(ProjectClient client) throws IOException, InterruptedException {
    Progress progress = new Progress();
    Sent counted = counted(client);
    Sent last = counted;
    long lastChange = System.nanoTime();
    while (!counted.equals(this)) {
      if (counted.traces > traces || counted.feedback > feedback) {
        throw new IOException("counted is more than was sent: " + counted + " of " + this);
      }
      if (!counted.equals(last)) {
        last = counted;
        lastChange = System.nanoTime();
      } else if (System.nanoTime() - lastChange > PATIENCE.toNanos()) {
        throw new IOException("no more is counted: " + counted + " of " + this);
      }
      progress.tell(
          "counted %,d of %,d traces, %,d of %,d pieces of feedback",
          counted.traces, traces, counted.feedback, feedback);
      Thread.sleep(PAUSE.toMillis());
      counted = counted(client);
    }
  }

  /** What a project's figures come to now. */
  static Sent counted(ProjectClient client) throws IOException, InterruptedException {
    JsonNode summary = client.get("/api/v1/metrics/summary");
    return new Sent(
        summary.required("total_traces").asLong(), summary.required("feedback_count").asLong());
  }
}
