package io.threadmark.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How long the figures of 30 days take, while nothing arrives and while events do, by the length of
 * the history; on the whole system. Each history is a project of its own: what arrives while it is
 * measured makes no other one longer.
 */
public final class SummaryLatency {
  private static final int WARM_UP_TRACES = 100_000;
  private static final List<Question> QUESTIONS = List.of(SummaryQuestion.values());
  private static final LatencyOptions DEFAULTS =
      new LatencyOptions(List.of(10_000, 100_000, 1_000_000), List.of(0, 1_000, 5_000), 10, 60, 4);

  private final LatencyOptions options;
  private final MeasuredSystem system;

  private SummaryLatency(LatencyOptions options, MeasuredSystem system) {
    this.options = options;
    this.system = system;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    LatencyOptions options;
    try {
      options = DEFAULTS.parse("summary-latency", arguments);
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
      all.add(measure(project(size), size));
    }
    new LatencyTable("traces", "traces not counted yet", QUESTIONS, all).print(System.out);
    PartitionSpread spread =
        PartitionSpread.of(system.address("processor"), project(longest), options.partitions());
    System.out.println();
    System.out.println(
        "The traces of the project with the longest history lie in %s.".formatted(spread));
  }

  private static String project(int size) {
    return "history-" + size;
  }

  private HistoryFigures measure(String project, int size)
      throws IOException, InterruptedException {
    Progress.say("%s: %,d traces", project, size);
    ProjectClient client = new ProjectClient(system.address("gateway"), project);
    Sent sent = new History(size).send(client);
    sent.awaitCounted(client);
    LoadedPhase phase = new LoadedPhase(client, QUESTIONS, options);
    List<PhaseFigures> phases = new ArrayList<>();
    for (int rate : options.rates()) {
      Sent before = sent;
      LoadedPhase.Figures figures =
          phase.measure(
              rate,
              new TraceArrivals("at-" + rate + "-"),
              arrived -> before.plus(arrived).traces() - Sent.counted(client).traces());
      phases.add(figures.phase());
      sent = sent.plus(figures.sent());
      sent.awaitCounted(client);
    }
    return new HistoryFigures(size, phases);
  }
}
