package io.threadmark.standalone.load;

import java.io.PrintStream;
import java.time.Duration;

/** Counts what became of the events, and tells each that was refused. */
final class LoadReport {
  private final PrintStream out;
  private final long start = System.nanoTime();
  private long accepted;
  private long rejected;

  LoadReport(PrintStream out) {
    this.out = out;
  }

  synchronized void add(Batch batch, Outcome outcome) {
    accepted += outcome.accepted();
    outcome.rejected().forEach(one -> reject(batch.line(one.index()), one.reason()));
  }

  synchronized void reject(int line, String reason) {
    rejected++;
    out.println("line " + line + ": " + reason);
  }

  synchronized long rejected() {
    return rejected;
  }

  /** How far it is, in one line. */
  synchronized String line() {
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    double rate = accepted / Math.max(0.001, time.toMillis() / 1000.0);
    return "%,d events in %.1f s, %,.0f events/s, %,d rejected"
        .formatted(accepted, time.toMillis() / 1000.0, rate, rejected);
  }
}
