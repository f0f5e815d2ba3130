package io.threadmark.benchmark;

import java.io.IOException;
import java.util.List;

/** How long the figures of 30 days take that a dashboard asks for again and again. */
public final class SummaryLatency extends LatencyBenchmark {
  private static final Plan PLAN =
      new Plan(
          "summary-latency",
          "traces",
          "traces not counted yet",
          100_000,
          List.of(
              ofLastDays("summary", "/api/v1/metrics/summary?"),
              ofLastDays(
                  "summary of a model", "/api/v1/metrics/summary?model=" + EventLines.MODEL + "&"),
              ofLastDays("days by model", "/api/v1/metrics?granularity=day&group_by=model&")),
          new LatencyOptions(
              List.of(10_000, 100_000, 1_000_000), List.of(0, 1_000, 5_000), 10, 60, 4));

  private SummaryLatency(LatencyOptions options, MeasuredSystem system) {
    super(PLAN, options, system);
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    run(PLAN, arguments, SummaryLatency::new);
  }

  /** Up to now; neither end of the range is a whole hour, let alone a day. */
  private static Question ofLastDays(String title, String address) {
    return new Question(
        title, now -> address + "after=" + now.minus(History.LENGTH) + "&before=" + now);
  }

  @Override
  Filled fill(ProjectClient client, int size) throws IOException, InterruptedException {
    Sent sent = new History(size).send(client);
    return new Filled(sent, sent.traces() + sent.feedback());
  }

  @Override
  Arrivals arrivals(String prefix) {
    return new TraceArrivals(prefix);
  }

  @Override
  void awaitSeen(ProjectClient client, Sent sent) throws IOException, InterruptedException {
    sent.awaitCounted(client);
  }

  @Override
  long seen(ProjectClient client) throws IOException, InterruptedException {
    return Sent.counted(client).traces();
  }

  @Override
  void printRest(String longest, int partitions) throws IOException, InterruptedException {
    PartitionSpread spread = PartitionSpread.of(address("processor"), longest, partitions);
    System.out.println(
        "The traces of the project with the longest history lie in %s.".formatted(spread));
  }
}
