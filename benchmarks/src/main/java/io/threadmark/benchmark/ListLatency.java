package io.threadmark.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long lists of threads and traces take, the newest first, and what it takes to keep the index
 * that they are found with.
 */
public final class ListLatency extends LatencyBenchmark {
  private static final Plan PLAN =
      new Plan(
          "queries",
          "threads",
          "threads not found yet",
          20_000,
          List.of(
              Question.at(
                  "two filters",
                  "/api/v1/threads?polarity=NEGATIVE&model=" + Conversation.MODELS[0]),
              Question.at("a common word", "/api/v1/threads?search=" + Words.word(20)),
              Question.at("a rare word", "/api/v1/threads?search=" + Words.word(Words.COUNT)),
              Question.at(
                  "facets",
                  "/api/v1/threads?has_feedback=true&facets=polarity,feedback_name,model,segment,tag:topic"),
              Question.at(
                  "traces with a word",
                  "/api/v1/traces?status=ERROR&tags=topic:%s&search=%s"
                      .formatted(Conversation.TOPICS[0], Words.word(20)))),
          new LatencyOptions(List.of(10_000, 100_000, 1_000_000), List.of(0, 1_000), 4, 60, 4));

  private static final Duration PAUSE = Duration.ofMillis(250);

  private final List<IndexFigures> index = new ArrayList<>();
  private IndexUse before;
  private long beganAt;

  /** In all projects. */
  private long threads;

  private ListLatency(LatencyOptions options, MeasuredSystem system) {
    super(PLAN, options, system);
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    run(PLAN, arguments, ListLatency::new);
  }

  @Override
  Filled fill(ProjectClient client, int size) throws IOException, InterruptedException {
    return new ConversationHistory(size).send(client);
  }

  @Override
  Arrivals arrivals(String prefix) {
    return new ConversationArrivals(prefix);
  }

  /** Counted, and found in lists. */
  @Override
  void awaitSeen(ProjectClient client, Sent sent) throws IOException, InterruptedException {
    sent.awaitCounted(client);
    Progress progress = new Progress();
    for (long found = seen(client); found != sent.traces(); found = seen(client)) {
      progress.tell("%,d of %,d traces can be found", found, sent.traces());
      Thread.sleep(PAUSE.toMillis());
    }
  }

  @Override
  long seen(ProjectClient client) throws IOException, InterruptedException {
    return client.get("/api/v1/traces/count").required("count").asLong();
  }

  @Override
  void begins() throws IOException, InterruptedException {
    before = IndexUse.of(address("processor"));
    beganAt = System.nanoTime();
  }

  @Override
  void ended(String during, int size, Filled arrived) throws IOException, InterruptedException {
    Duration took = Duration.ofNanos(System.nanoTime() - beganAt);
    IndexUse after = IndexUse.of(address("processor"));
    threads += arrived.sent().traces();
    index.add(
        new IndexFigures(
            during, size, took, arrived.events(), after.since(before), after.bytes(), threads));
  }

  @Override
  void warmedUp() {
    index.clear();
  }

  @Override
  void printRest(String longest, int partitions) {
    IndexFigures.print(index, System.out);
  }
}
