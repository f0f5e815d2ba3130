package io.threadmark.processor.topology;

import io.threadmark.processor.stage.StateStores;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;

/** Decides by chance what happens next in a cluster; the same chance decides the same. */
final class Schedule {
  private static final int MOST_ROUNDS = 10_000;
  private static final Duration TICK = Duration.ofMillis(100);

  private final SimulatedCluster cluster;
  private final Random random;
  private final Instant end;
  private final List<Instant> moments;

  /**
   * @param moments times that matter, to which the clock may be put
   * @param end the clock never passes this while events come in
   */
  Schedule(SimulatedCluster cluster, Random random, List<Instant> moments, Instant end) {
    this.cluster = cluster;
    this.random = random;
    this.moments = moments;
    this.end = end;
  }

  /** Lets events come in, in this order, until all are there and nothing is under way. */
  void play(List<SpecificRecord> arrivals) {
    int arrived = 0;
    int hopsPerEvent = random.nextInt(4) * random.nextInt(4);
    while (arrived < arrivals.size() || cluster.underWay() > 0) {
      boolean hop = arrived == arrivals.size() || random.nextInt(1 + hopsPerEvent) > 0;
      int chance = random.nextInt(100);
      if (chance < 5) {
        anyTask().runTimers();
      } else if (chance < 8) {
        passTime();
      } else if (chance < 9) {
        if (random.nextBoolean()) {
          anyTask().restart();
        } else {
          anyTask().revive();
        }
      } else if (chance < 12) {
        fail(anyTask());
      } else if (hop && cluster.underWay() > 0) {
        cluster.deliver(random.nextInt(cluster.underWay()));
      } else if (arrived < arrivals.size()) {
        cluster.arrive(arrivals.get(arrived++));
      }
    }
  }

  /** Lets every timer run and every record arrive, until nothing changes any more. */
  void rest() {
    int quiet = 0;
    for (int round = 0; quiet < 2 || !isIdle(); round++) {
      if (round > MOST_ROUNDS) {
        throw new AssertionError("never at rest");
      }
      long before = changes();
      while (cluster.underWay() > 0) {
        cluster.deliver(random.nextInt(cluster.underWay()));
      }
      cluster.tasks().forEach(StageTask::runTimers);
      quiet = changes() == before && cluster.underWay() == 0 ? quiet + 1 : 0;
      if (quiet > 1 && !isIdle()) {
        cluster.setClock(cluster.clock().plus(TICK));
      }
    }
  }

  /** Puts the clock to the end of all. */
  void end() {
    if (cluster.clock().isBefore(end)) {
      cluster.setClock(end);
    }
  }

  private boolean isIdle() {
    return cluster.tasks().stream()
        .allMatch(
            task ->
                task.isEmpty(StateStores.DIRTY)
                    && task.isEmpty(StateStores.PLACING)
                    && !task.hasWork(StateStores.CONTRIBUTIONS)
                    && !task.hasWork(StateStores.PARTIALS)
                    && !task.isErasing());
  }

  private long changes() {
    return cluster.tasks().stream().mapToLong(StageTask::changes).sum();
  }

  /** Puts the clock a little on, or to one of the times that matter. */
  void passTime() {
    Instant now = cluster.clock();
    Instant then =
        random.nextBoolean()
            ? now.plus(TICK.multipliedBy(1L + random.nextInt(8)))
            : moments.get(random.nextInt(moments.size()));
    if (then.isAfter(now) && !then.isAfter(end)) {
      cluster.setClock(then);
    }
  }

  /** Amid something that the task is to do. */
  private void fail(StageTask task) {
    RuntimeException failure = StageTask.FAILURES.get(random.nextInt(StageTask.FAILURES.size()));
    task.failAt(random.nextInt(50), failure, random.nextBoolean());
  }

  private StageTask anyTask() {
    return cluster.tasks().get(random.nextInt(cluster.tasks().size()));
  }
}
