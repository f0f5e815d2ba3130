package io.threadmark.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How long the figures of 30 days take, while nothing arrives and while events do, by the length of
 * the history; on the whole system. Each history is a project of its own: what arrives while it is
 * measured makes no other one longer.
 */
public final class SummaryLatency {
  private static final int WARM_UP_TRACES = 100_000;

  private final SummaryLatencyOptions options;
  private final MeasuredSystem system;

  private SummaryLatency(SummaryLatencyOptions options, MeasuredSystem system) {
    this.options = options;
    this.system = system;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    SummaryLatencyOptions options;
    try {
      options = SummaryLatencyOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    Progress.say("starting the system");
    try (MeasuredSystem system = MeasuredSystem.start(options.partitions())) {
      new SummaryLatency(options, system).run();
    }
  }

  private void run() throws IOException, InterruptedException {
    // A system that was started a moment ago is slow; the shortest history must not pay for that.
    int longest = options.sizes().get(options.sizes().size() - 1);
    HistoryFigures unused = measure("warm-up", Math.min(longest, WARM_UP_TRACES));
    List<HistoryFigures> all = new ArrayList<>();
    for (int size : options.sizes()) {
      all.add(measure("history-" + size, size));
    }
    new LatencyTable(all).print(System.out);
    HistoryFigures hot = all.get(all.size() - 1);
    System.out.println();
    System.out.println(
        "The traces of the project with the longest history lie in %s.".formatted(hot.spread()));
  }

  private HistoryFigures measure(String project, int size)
      throws IOException, InterruptedException {
    Progress.say("%s: %,d traces", project, size);
    Duration time = Duration.ofSeconds(options.seconds());
    ProjectClient client = new ProjectClient(system.address("gateway"), project);
    Sent sent = new History(size).send(client);
    sent.awaitCounted(client);
    Asking asking = new Asking(client, options.asks());
    List<PhaseFigures> phases = new ArrayList<>();
    for (int rate : options.rates()) {
      Progress.say("asking while %,d events arrive in a second", rate);
      try (Traffic traffic = new Traffic(client, rate)) {
        // A load that sets in is not yet what it will be.
        asking.ask(time.dividedBy(4));
        long durable = traffic.durable();
        long start = System.nanoTime();
        Map<Question, Latencies> latencies = asking.ask(time);
        double arrived = (traffic.durable() - durable) / ((System.nanoTime() - start) / 1e9);
        long uncounted = sent.plus(traffic.sent()).traces() - Sent.counted(client).traces();
        phases.add(new PhaseFigures(rate, latencies, arrived, uncounted));
        latencies.forEach(
            (question, figures) ->
                Progress.say(
                    "%s: median %.1f ms, 99 %% within %.1f ms",
                    question.title(), figures.millis(0.5), figures.millis(0.99)));
        sent = sent.plus(traffic.finish());
        sent.awaitCounted(client);
      }
    }
    return new HistoryFigures(
        size,
        phases,
        PartitionSpread.of(system.address("processor"), client.project(), options.partitions()));
  }
}
