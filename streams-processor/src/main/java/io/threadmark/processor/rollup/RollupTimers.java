package io.threadmark.processor.rollup;

import io.threadmark.processor.rollup.counting.ThreadCounting;
import io.threadmark.processor.rollup.rows.ChangeFolding;
import io.threadmark.processor.rollup.rows.ChangeQueue;
import io.threadmark.processor.rollup.rows.Deadline;
import io.threadmark.processor.rollup.rows.PartialExpiry;
import io.threadmark.processor.rollup.rows.PartialPublishing;
import io.threadmark.processor.rollup.rows.Partials;
import io.threadmark.processor.rollup.rows.Rollups;
import io.threadmark.processor.stage.Stage;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.project.Projects;
import io.threadmark.schema.state.RollupHop;
import java.time.Duration;
import org.apache.kafka.streams.processor.PunctuationType;

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
  private final ThreadCounting counting;
  private final ChangeFolding folding;
  private final PartialPublishing publishing;
  private final PartialExpiry expiry;
  private final int partition;
  private int turnsToLeaveOut;

  private RollupTimers(
      Stage stage,
      Rows.Mutable rows,
      ThreadCounting counting,
      ChangeQueue changes,
      Projects projects) {
    Partials partials = new Partials(rows);
    this.stage = stage;
    this.counting = counting;
    this.folding = new ChangeFolding(changes, partials, projects);
    this.publishing = new PartialPublishing(rows);
    this.expiry = new PartialExpiry(rows, partials, projects, System::nanoTime);
    this.partition = stage.context().taskId().partition();
  }

  public static void begin(
      Stage stage,
      Rows.Mutable rows,
      ThreadCounting counting,
      ChangeQueue changes,
      Projects projects) {
    RollupTimers timers = new RollupTimers(stage, rows, counting, changes, projects);
    timers.every(FOLD, timers::fold);
    timers.every(PUBLISH, timers::publish);
    timers.every(PartialExpiry.INTERVAL, timers::expire);
    timers.every(RECOUNT, timers::recount);
  }

  /** Takes a turn of a timer at a time of the clock, in milliseconds. */
  private interface Turn {
    void at(long nowMs);
  }

  private void every(Duration interval, Turn turn) {
    stage
        .context()
        .schedule(
            interval,
            PunctuationType.WALL_CLOCK_TIME,
            now -> {
              stage.atStreamTime();
              turn.at(now);
            });
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
    return Deadline.in(time, System::nanoTime);
  }
}
