package io.threadmark.standalone.demo;

import io.threadmark.standalone.load.Batch;
import io.threadmark.standalone.load.EventsClient;
import io.threadmark.standalone.load.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Posts events at a pace that the eye can follow. */
final class DemoReplay {
  private static final int EVENTS_AT_A_TIME = 3;

  private final EventsClient client;
  private final Duration length;
  private int posted;
  private int rejected;

  /**
   * @param length how long the whole takes
   */
  DemoReplay(EventsClient client, Duration length) {
    this.client = client;
    this.length = length;
  }

  /** Posts all events, in order. */
  void post(List<String> events) throws InterruptedException {
    long start = System.nanoTime();
    for (int from = 0; from < events.size(); from += EVENTS_AT_A_TIME) {
      int to = Math.min(events.size(), from + EVENTS_AT_A_TIME);
      Outcome outcome = client.post(Batch.of(events.subList(from, to)));
      posted += outcome.accepted();
      rejected += outcome.rejected().size();
      long due = start + length.toNanos() * to / events.size();
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
    }
  }

  int posted() {
    return posted;
  }

  int rejected() {
    return rejected;
  }
}
