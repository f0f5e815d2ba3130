package io.threadmark.processor.rollup.rows;

import java.util.function.LongSupplier;

/** Takes changes into the totals, many at a time. */
public final class ChangeFolding {
  private final ChangeQueue queue;
  private final Partials partials;

  public ChangeFolding(ChangeQueue queue, Partials partials) {
    this.queue = queue;
    this.partials = partials;
  }

  /**
   * Takes the changes that came first.
   *
   * @param most how many rows of the queue at most
   * @param deadline when to take no more, by {@code nanos}
   * @return how many were taken
   */
  public int turn(int most, LongSupplier nanos, long deadline) {
    ChangeSum sum = new ChangeSum();
    int taken =
        queue.take(
            most,
            (project, changes) -> {
              changes.forEach(change -> sum.add(project, change));
              return nanos.getAsLong() - deadline < 0;
            });
    partials.add(sum);
    return taken;
  }
}
