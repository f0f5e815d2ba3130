package io.threadmark.processor.topology;

import io.threadmark.processor.model.Rows;
import io.threadmark.processor.rollup.ChangeFolding;
import io.threadmark.processor.rollup.ChangeQueue;
import io.threadmark.processor.rollup.PartialExpiry;
import io.threadmark.processor.rollup.PartialPublishing;
import io.threadmark.processor.rollup.Partials;
import io.threadmark.processor.rollup.Rollups;
import io.threadmark.processor.rollup.ThreadCounting;
import io.threadmark.schema.project.Projects;
import io.threadmark.schema.state.RollupHop;
import java.time.Duration;

/**
 * What time brings to the totals of a partition: changes go into them, what is still to be counted
 * anew goes on, totals that changed go to the merge stage, windows that are too old go.
 */
final class RollupTimers {
  private static final Duration FOLD = Duration.ofMillis(50);

  /** The more came, the more turns are left out: few changes are seen soon, many cost less. */
  private static final int CHANGES_TO_LEAVE_OUT_A_TURN = 25;

  private static final int MOST_LEFT_OUT = 9;

  private static final Duration PUBLISH = Duration.ofSeconds(1);
  private static final Duration EXPIRE = Duration.ofSeconds(10);
  private static final Duration RECOUNT = Duration.ofMillis(100);
  private static final int MOST_FOLDED = 10_000;
  private static final int MOST_PUBLISHED = 5_000;
  private static final int MOST_EXPIRED = 500;
  private static final long MOST_NANOS = Duration.ofMillis(100).toNanos();

  /** Publishing gives way to taking events in: what waits is published with more changes. */
  private static final long MOST_PUBLISHING_NANOS = PUBLISH.toNanos() / 20;

  private final Stage stage;
  private final Rows.Mutable rows;
  private final ThreadCounting counting;
  private final Projects projects;
  private final int partition;
  private ChangeFolding folding;
  private PartialPublishing publishing;
  private PartialExpiry expiry;
  private int turnsToLeaveOut;

  private RollupTimers(Stage stage, Rows.Mutable rows, ThreadCounting counting, Projects projects) {
    this.stage = stage;
    this.rows = rows;
    this.counting = counting;
    this.projects = projects;
    this.partition = stage.context().taskId().partition();
    beginAnew();
  }

  static void begin(Stage stage, Rows.Mutable rows, ThreadCounting counting, Projects projects) {
    RollupTimers timers = new RollupTimers(stage, rows, counting, projects);
    timers.every("fold-changes", FOLD, timers::fold);
    timers.every("publish-rollups", PUBLISH, timers::publish);
    timers.every("expire-rollups", EXPIRE, timers::expire);
    timers.every("count-anew", RECOUNT, timers::recount);
  }

  /** Places in memory are those behind the last turn that was taken whole. */
  private void every(String name, Duration interval, Timer.Turn turn) {
    stage.every(
        name,
        interval,
        now -> {
          boolean taken = false;
          try {
            turn.at(now);
            taken = true;
          } finally {
            if (!taken) {
              beginAnew(); // what the turn passed by is there again
            }
          }
        });
  }

  /** Forgets every place in memory. */
  private void beginAnew() {
    Partials partials = new Partials(rows);
    // A queue of its own, as changes may be added while what a turn took is put back.
    folding = new ChangeFolding(new ChangeQueue(rows, 0), partials);
    publishing = new PartialPublishing(rows);
    expiry = new PartialExpiry(rows, partials, projects);
    turnsToLeaveOut = 0;
  }

  private void fold(long nowMs) {
    if (turnsToLeaveOut > 0) {
      turnsToLeaveOut--;
      return;
    }
    int changes = folding.turn(MOST_FOLDED, System::nanoTime, System.nanoTime() + MOST_NANOS);
    turnsToLeaveOut = Math.min(MOST_LEFT_OUT, changes / CHANGES_TO_LEAVE_OUT_A_TURN);
  }

  private void publish(long nowMs) {
    publishing.turn(
        MOST_PUBLISHED,
        System::nanoTime,
        System.nanoTime() + MOST_PUBLISHING_NANOS,
        (key, totals) -> stage.send(Rollups.key(key), new RollupHop(partition, totals)));
  }

  private void expire(long nowMs) {
    expiry.turn(MOST_EXPIRED, nowMs * 1_000);
  }

  private void recount(long nowMs) {
    long deadline = System.nanoTime() + MOST_NANOS;
    while (counting.step() && System.nanoTime() - deadline < 0) {
      // the next step
    }
  }
}
