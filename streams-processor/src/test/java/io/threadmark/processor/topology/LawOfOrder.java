package io.threadmark.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.law.AtRest;
import io.threadmark.processor.law.PlainFold;
import io.threadmark.processor.stage.Retention;
import io.threadmark.processor.stage.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;

/**
 * Whatever the order in which a history comes in, however often its events come and whenever the
 * flow comes to rest between them, what is at rest is what the plain fold says.
 */
final class LawOfOrder {
  static final Duration WAIT = Duration.ofDays(7);

  /** Nothing is ever too old: what leaves with time is outside the law. */
  private static final Timing TIMING =
      new Timing(Duration.ofMillis(500), Pipeline.BYTES, WAIT, Retention.FOREVER);

  /** Rows that a stage takes at once. */
  static final int MOST_STEP = 3;

  private static final int MOST_PARTITIONS = 3;
  private static final Instant START = Events.START;

  private LawOfOrder() {}

  /**
   * Holds a history to the law, in an order of arrival and of hops that chance decides.
   *
   * @param endSecond where the clock ends, in seconds after the wait of feedback that was said at
   *     the start; before it, no wait is over, and far behind it, every wait is
   */
  static void check(List<SpecificRecord> history, int endSecond, long seed) {
    check(history, event -> event, endSecond, seed);
  }

  /**
   * Holds a history to the law where it is told in other words.
   *
   * @param told how an event comes in, other than what it means
   */
  static void check(
      List<SpecificRecord> history, UnaryOperator<SpecificRecord> told, int endSecond, long seed) {
    Random random = new Random(seed);
    SimulatedCluster cluster =
        new SimulatedCluster(
            1 + random.nextInt(MOST_PARTITIONS), 1 + random.nextInt(MOST_STEP), TIMING, START);
    Schedule schedule = new Schedule(cluster, random, moments(), end(endSecond));
    if (random.nextBoolean()) {
      schedule.passTime(); // some waits are over before they begin
    }
    List<SpecificRecord> arrivals = arrivals(history, random);
    int arrived = 0;
    while (arrived < arrivals.size() && random.nextBoolean()) {
      int next = arrived + random.nextInt(arrivals.size() - arrived + 1);
      schedule.play(arrivals.subList(arrived, next).stream().map(told).toList());
      arrived = next;
      checkRest(cluster, schedule, arrivals.subList(0, arrived));
    }
    schedule.play(arrivals.subList(arrived, arrivals.size()).stream().map(told).toList());
    schedule.end();
    checkRest(cluster, schedule, arrivals);
  }

  /** What must be there at the end of a history. */
  static AtRest fold(List<SpecificRecord> history, int endSecond) {
    return PlainFold.of(history, end(endSecond), WAIT);
  }

  static Instant end(int endSecond) {
    return START.plus(WAIT).plusSeconds(endSecond);
  }

  private static void checkRest(
      SimulatedCluster cluster, Schedule schedule, List<SpecificRecord> events) {
    schedule.rest();
    assertThat(Rest.differences(cluster, PlainFold.of(events, cluster.clock(), WAIT)))
        .as("differences from the plain fold")
        .isEmpty();
    Invariants.check(cluster);
  }

  /** All events in some order, some of them more than once. */
  private static List<SpecificRecord> arrivals(List<SpecificRecord> history, Random random) {
    List<SpecificRecord> arrivals = new ArrayList<>(history);
    for (SpecificRecord event : history) {
      if (random.nextInt(4) == 0) {
        arrivals.add(event);
      }
    }
    Collections.shuffle(arrivals, random);
    return arrivals;
  }

  /** The times around which waits end. */
  private static List<Instant> moments() {
    return IntStream.rangeClosed(-1, Histories.SECONDS + 5).mapToObj(LawOfOrder::end).toList();
  }
}
