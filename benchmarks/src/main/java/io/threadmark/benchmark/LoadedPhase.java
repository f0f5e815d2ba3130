package io.threadmark.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Asks questions for a time while events arrive. */
final class LoadedPhase {
  private final ProjectClient client;
  private final Asking asking;
  private final Duration time;

  LoadedPhase(ProjectClient client, List<Question> questions, LatencyOptions options) {
    this.client = client;
    asking = new Asking(client, questions, options.asks());
    time = Duration.ofSeconds(options.seconds());
  }

  /**
   * What was measured.
   *
   * @param sent what arrived, before the measurement too
   * @param events how many these were, of all kinds
   */
  record Figures(PhaseFigures phase, Sent sent, long events) {}

  /** Looks at the system when a measurement ends, while events still arrive. */
  interface Look {
    /**
     * @param arrived what arrived until now
     * @return how many of what was sent cannot be seen yet
     */
    long behind(Sent arrived) throws IOException, InterruptedException;
  }

  /** Measures while events arrive at a rate. */
  Figures measure(int rate, Arrivals arrivals, Look look) throws IOException, InterruptedException {
    Progress.say("asking while %,d events arrive in a second", rate);
    try (Traffic traffic = new Traffic(client, rate, arrivals)) {
      // A load that sets in is not yet what it will be.
      asking.ask(time.dividedBy(4));
      long before = traffic.durable();
      long start = System.nanoTime();
      Map<Question, Latencies> latencies = asking.ask(time);
      double arrived = (traffic.durable() - before) / ((System.nanoTime() - start) / 1e9);
      long behind = look.behind(traffic.sent());
      latencies.forEach(
          (question, figures) ->
              Progress.say(
                  "%s: median %.1f ms, 99 %% within %.1f ms",
                  question.title(), figures.millis(0.5), figures.millis(0.99)));
      PhaseFigures phase = new PhaseFigures(rate, latencies, arrived, behind);
      Sent sent = traffic.finish();
      return new Figures(phase, sent, traffic.durable());
    }
  }
}
