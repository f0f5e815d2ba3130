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
  private final SummaryLatencyOptions options;
  private final DevStack stack;

  private SummaryLatency(SummaryLatencyOptions options, DevStack stack) {
    this.options = options;
    this.stack = stack;
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
    try (DevStack stack = DevStack.start(options.partitions())) {
      new SummaryLatency(options, stack).run();
    }
  }

  private void run() throws IOException, InterruptedException {
    // A system that was started a moment ago is slow; the shortest history must not pay for that.
    HistoryFigures unused = measure("warm-up", options.sizes().get(0));
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
    ProjectClient client = new ProjectClient(stack.address("gateway"), project);
    Sent past = new History(size).send(client);
    past.awaitCounted(client);

    Progress.say("asking while nothing arrives");
    Asking asking = new Asking(client, options.asks());
    warmUp(asking);
    Map<Question, Latencies> quiet = asking.ask(measured());

    Progress.say("asking while %,d events arrive in a second", options.rate());
    try (Traffic traffic = new Traffic(client, options.rate())) {
      warmUp(asking);
      long durable = traffic.durable();
      long start = System.nanoTime();
      Map<Question, Latencies> busy = asking.ask(measured());
      double rate = (traffic.durable() - durable) / ((System.nanoTime() - start) / 1e9);
      long uncounted = past.plus(traffic.sent()).traces() - Sent.counted(client).traces();
      past.plus(traffic.finish()).awaitCounted(client);
      PartitionSpread spread =
          PartitionSpread.of(stack.address("processor"), client.project(), options.partitions());
      return new HistoryFigures(size, quiet, busy, rate, uncounted, spread);
    }
  }

  /** A load that sets in is not yet what it will be. */
  private void warmUp(Asking asking) throws InterruptedException {
    asking.ask(measured().dividedBy(4));
  }

  private Duration measured() {
    return Duration.ofSeconds(options.seconds());
  }
}
