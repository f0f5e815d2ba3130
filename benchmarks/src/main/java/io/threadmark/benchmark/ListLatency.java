package io.threadmark.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long lists of threads and traces take, while nothing arrives and while events do, by how many
 * threads there are, and what it takes to keep the index that they are found with; on the whole
 * system. Each history is a project of its own.
 */
public final class ListLatency {
  private static final int WARM_UP_THREADS = 20_000;
  private static final List<Question> QUESTIONS = List.of(ListQuestion.values());
  private static final LatencyOptions DEFAULTS =
      new LatencyOptions(List.of(10_000, 100_000, 1_000_000), List.of(0, 1_000), 4, 60, 4);

  private static final Duration PAUSE = Duration.ofMillis(250);

  private final LatencyOptions options;
  private final MeasuredSystem system;

  /** In all projects that were measured before. */
  private long threadsBefore;

  private ListLatency(LatencyOptions options, MeasuredSystem system) {
    this.options = options;
    this.system = system;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    LatencyOptions options;
    try {
      options = DEFAULTS.parse("queries", arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    Progress.say("starting the system");
    try (MeasuredSystem system = MeasuredSystem.start(options.partitions())) {
      new ListLatency(options, system).run();
    }
  }

  private void run() throws IOException, InterruptedException {
    // A system that was started a moment ago is slow; the shortest history must not pay for that.
    int longest = options.sizes().get(options.sizes().size() - 1);
    List<IndexFigures> unused = new ArrayList<>();
    measure("warm-up", Math.min(longest, WARM_UP_THREADS), unused);
    List<IndexFigures> index = new ArrayList<>();
    List<HistoryFigures> all = new ArrayList<>();
    for (int size : options.sizes()) {
      all.add(measure("history-" + size, size, index));
    }
    new LatencyTable("threads", "threads not found yet", QUESTIONS, all).print(System.out);
    System.out.println();
    IndexFigures.print(index, System.out);
  }

  private HistoryFigures measure(String project, int size, List<IndexFigures> index)
      throws IOException, InterruptedException {
    Progress.say("%s: %,d threads", project, size);
    ProjectClient client = new ProjectClient(system.address("gateway"), project);
    Indexing filling = new Indexing();
    ConversationHistory.Filled filled = new ConversationHistory(size).send(client);
    Sent sent = filled.sent();
    awaitFound(client, sent);
    index.add(filling.figures("filling", size, filled.events(), threadsBefore + sent.traces()));
    LoadedPhase phase = new LoadedPhase(client, QUESTIONS, options);
    List<PhaseFigures> phases = new ArrayList<>();
    for (int rate : options.rates()) {
      Sent before = sent;
      Indexing indexing = new Indexing();
      LoadedPhase.Figures figures =
          phase.measure(
              rate,
              new ConversationArrivals("at-" + rate + "-"),
              arrived -> before.plus(arrived).traces() - found(client));
      phases.add(figures.phase());
      sent = sent.plus(figures.sent());
      awaitFound(client, sent);
      String during = "%,d events/s".formatted(rate);
      index.add(indexing.figures(during, size, figures.events(), threadsBefore + sent.traces()));
    }
    threadsBefore += sent.traces();
    return new HistoryFigures(size, phases);
  }

  /** Waits until all of it is counted, and found in lists. */
  private static void awaitFound(ProjectClient client, Sent sent)
      throws IOException, InterruptedException {
    sent.awaitCounted(client);
    Progress progress = new Progress();
    for (long found = found(client); found != sent.traces(); found = found(client)) {
      progress.tell("%,d of %,d traces can be found", found, sent.traces());
      Thread.sleep(PAUSE.toMillis());
    }
  }

  private static long found(ProjectClient client) throws IOException, InterruptedException {
    return client.get("/api/v1/traces/count").required("count").asLong();
  }

  /** What the index takes from now on. */
  private final class Indexing {
    private final IndexUse before = IndexUse.of(system.address("processor"));
    private final long start = System.nanoTime();

    Indexing() throws IOException, InterruptedException {}

    IndexFigures figures(String phase, int size, long events, long threads)
        throws IOException, InterruptedException {
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      IndexUse after = IndexUse.of(system.address("processor"));
      return new IndexFigures(
          phase, size, took, events, after.since(before), after.bytes(), threads);
    }
  }
}
