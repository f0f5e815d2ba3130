package io.threadmark.processor.rollup.rows;

import io.threadmark.processor.store.Deadline;
import io.threadmark.schema.project.Projects;

/**
 * Takes changes into the totals, many at a time: as many as go into a number of totals that can be
 * written at once, then the next as many, until the time is over. How many that is follows the time
 * that writing takes.
 */
public final class ChangeFolding {
  /** Bytes of changes that are held in memory at once. */
  private static final long MOST_BYTES = 4L * 1024 * 1024;

  /** Totals that are added to at once, where that takes less time than there is. */
  static final int MOST_TOTALS = 20_000;

  private final ChangeQueue queue;
  private final Partials partials;
  private final Projects projects;
  private int totalsAtOnce = MOST_TOTALS;

  public ChangeFolding(ChangeQueue queue, Partials partials, Projects projects) {
    this.queue = queue;
    this.partials = partials;
    this.projects = projects;
  }

  /**
   * Takes the changes that came first, one row of the queue at least.
   *
   * @param most how many rows of the queue at most
   * @param nowMicros the clock, microseconds since 1970-01-01T00:00:00Z
   * @param deadline when to take no more
   * @return how many were taken
   */
  public int turn(int most, long nowMicros, Deadline deadline) {
    int taken = takeSome(most, nowMicros, deadline);
    // Where the first part took all the time there was, the next is smaller.
    totalsAtOnce =
        deadline.isOver() ? Math.max(1, totalsAtOnce / 2) : Math.min(MOST_TOTALS, 2 * totalsAtOnce);
    for (int some = taken; some > 0 && taken < most && !deadline.isOver(); taken += some) {
      some = takeSome(most - taken, nowMicros, deadline);
    }
    return taken;
  }

  private int takeSome(int most, long nowMicros, Deadline deadline) {
    ChangeSum sum = new ChangeSum();
    int taken =
        queue.take(
            most,
            MOST_BYTES,
            (project, changes) -> {
              changes.forEach(change -> sum.add(project, change));
              return sum.mostTotals() < totalsAtOnce && !deadline.isOver();
            });
    // A window that is too old takes nothing more, whether or not it was removed already.
    sum.projects().forEach(name -> partials.raiseFloors(projects.of(name), nowMicros));
    partials.add(sum);
    return taken;
  }
}
