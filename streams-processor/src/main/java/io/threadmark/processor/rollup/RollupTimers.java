package io.threadmark.processor.rollup;

import io.threadmark.processor.rollup.counting.ThreadCounting;
import io.threadmark.processor.rollup.rows.ChangeFolding;
import io.threadmark.processor.rollup.rows.ChangeQueue;
import io.threadmark.processor.rollup.rows.PartialExpiry;
import io.threadmark.processor.rollup.rows.PartialPublishing;
import io.threadmark.processor.rollup.rows.Partials;
import io.threadmark.processor.rollup.rows.Rollups;
import io.threadmark.processor.stage.Stage;
import io.threadmark.processor.stage.Timer;
import io.threadmark.processor.store.Deadline;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.project.Projects;
import io.threadmark.schema.state.RollupHop;
import java.time.Duration;

/**
 * What time brings to the totals of a partition: changes go into them, what is still to be counted
 * anew goes on, totals that changed go to the merge stage, windows that are too old go.
 */
public final class RollupTimers {
  private static final Duration FOLD = Duration.ofMillis(50);

  /** The more came, the more turns are left out: few changes are seen soon, many cost less. */
  private static final int CHANGES_TO_LEAVE_OUT_A_TURN = 25;

  private static final int MOST_LEFT_OUT = 9;

  private static final Duration PUBLISH = Duration.ofSeconds(1);
  private static final Duration RECOUNT = Duration.ofMillis(100);
  private static final int MOST_FOLDED = 10_000;
  private static final int MOST_PUBLISHED = 5_000;
  private static final Duration FOLDING = Duration.ofMillis(100);
  private static final Duration RECOUNTING = RECOUNT.dividedBy(2);

  /** Publishing gives way to taking events in: what waits is published with more changes. */
  private static final Duration PUBLISHING = PUBLISH.dividedBy(20);

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

  public static void begin(
      Stage stage, Rows.Mutable rows, ThreadCounting counting, Projects projects) {
    RollupTimers timers = new RollupTimers(stage, rows, counting, projects);
    timers.every("fold-changes", FOLD, timers::fold);
    timers.every("publish-rollups", PUBLISH, timers::publish);
    timers.every("expire-rollups", PartialExpiry.INTERVAL, timers::expire);
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
    folding = new ChangeFolding(new ChangeQueue(rows, 0), partials, projects);
    publishing = new PartialPublishing(rows);
    expiry = new PartialExpiry(rows, partials, projects, System::nanoTime);
    turnsToLeaveOut = 0;
  }

  private void fold(long nowMs) {
    if (turnsToLeaveOut > 0) {
      turnsToLeaveOut--;
      return;
    }
    int changes = folding.turn(MOST_FOLDED, nowMs * 1_000, within(FOLDING));
    turnsToLeaveOut = Math.min(MOST_LEFT_OUT, changes / CHANGES_TO_LEAVE_OUT_A_TURN);
  }

  private void publish(long nowMs) {
    publishing.turn(
        MOST_PUBLISHED,
        within(PUBLISHING),
        (key, totals) -> stage.send(Rollups.key(key), new RollupHop(partition, totals)));
  }

  private void expire(long nowMs) {
    expiry.turn(nowMs * 1_000);
  }

  private void recount(long nowMs) {
    Deadline deadline = within(RECOUNTING);
    while (counting.step(deadline) && !deadline.isOver()) {
      // the next step
    }
  }

  private static Deadline within(Duration time) {
    return Deadline.in(time);
  }
}
