package io.threadmark.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures how long answers take, while nothing arrives and while events do, by the length of the
 * history; on the whole system. Each history is a project of its own: what arrives while it is
 * measured makes no other one longer.
 */
abstract class LatencyBenchmark {
  private final Plan plan;
  private final LatencyOptions options;
  private final MeasuredSystem system;

  /**
   * What is measured.
   *
   * @param command that runs it
   * @param of what a history is made of
   * @param behind what could not be seen yet at the end of a phase
   * @param warmUp how long a history is measured before those that count
   * @param defaults how it is measured where nobody says otherwise
   */
  record Plan(
      String command,
      String of,
      String behind,
      int warmUp,
      List<Question> questions,
      LatencyOptions defaults) {}

  /** Makes the benchmark of a system. */
  interface Making {
    LatencyBenchmark make(LatencyOptions options, MeasuredSystem system);
  }

  LatencyBenchmark(Plan plan, LatencyOptions options, MeasuredSystem system) {
    this.plan = plan;
    this.options = options;
    this.system = system;
  }

  /** Starts a system, measures it as somebody asks for, and prints the figures. */
  static void run(Plan plan, String[] arguments, Making making)
      throws IOException, InterruptedException {
    LatencyOptions options;
    try {
      options = plan.defaults.parse(plan.command, arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    Progress.say("starting the system");
    try (MeasuredSystem system = MeasuredSystem.start(options.partitions())) {
      making.make(options, system).run();
    }
  }

  private void run() throws IOException, InterruptedException {
    // A system that was started a moment ago is slow; the shortest history must not pay for that.
    int longest = options.sizes().get(options.sizes().size() - 1);
    HistoryFigures unused = measure("warm-up", Math.min(longest, plan.warmUp));
    warmedUp();
    List<HistoryFigures> all = new ArrayList<>();
    for (int size : options.sizes()) {
      all.add(measure(project(size), size));
    }
    new LatencyTable(plan.of, plan.behind, plan.questions, all).print(System.out);
    System.out.println();
    printRest(project(longest), options.partitions());
  }

  private static String project(int size) {
    return "history-" + size;
  }

  private HistoryFigures measure(String project, int size)
      throws IOException, InterruptedException {
    Progress.say("%s: %,d %s", project, size, plan.of);
    ProjectClient client = new ProjectClient(system.address("gateway"), project);
    begins();
    Filled filled = fill(client, size);
    Sent sent = filled.sent();
    awaitSeen(client, sent);
    ended("filling", size, filled);
    LoadedPhase phase = new LoadedPhase(client, plan.questions, options);
    List<PhaseFigures> phases = new ArrayList<>();
    for (int rate : options.rates()) {
      Sent before = sent;
      begins();
      LoadedPhase.Figures figures =
          phase.measure(
              rate,
              arrivals("at-" + rate + "-"),
              arrived -> before.plus(arrived).traces() - seen(client));
      phases.add(figures.phase());
      sent = sent.plus(figures.sent());
      awaitSeen(client, sent);
      ended("%,d events/s".formatted(rate), size, new Filled(figures.sent(), figures.events()));
    }
    return new HistoryFigures(size, phases);
  }

  /** A system's address. */
  final String address(String role) throws IOException {
    return system.address(role);
  }

  /** Sends a history to a project. */
  abstract Filled fill(ProjectClient client, int size) throws IOException, InterruptedException;

  /** What arrives meanwhile. */
  abstract Arrivals arrivals(String prefix);

  /** Waits until all of it can be seen. */
  abstract void awaitSeen(ProjectClient client, Sent sent) throws IOException, InterruptedException;

  /** How many traces can be seen. */
  abstract long seen(ProjectClient client) throws IOException, InterruptedException;

  /** Something begins that is looked at by itself. */
  void begins() throws IOException, InterruptedException {}

  /**
   * It ended.
   *
   * @param during what it was
   * @param size of the history
   * @param arrived meanwhile
   */
  void ended(String during, int size, Filled arrived) throws IOException, InterruptedException {}

  /** What was measured until now does not count. */
  void warmedUp() {}

  /**
   * Prints what the tables do not say.
   *
   * @param longest the project with the longest history
   */
  abstract void printRest(String longest, int partitions) throws IOException, InterruptedException;
}
