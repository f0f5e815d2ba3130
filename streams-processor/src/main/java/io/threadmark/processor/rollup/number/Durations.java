package io.threadmark.processor.rollup.number;

import io.threadmark.schema.DurationTotals;
import io.threadmark.schema.HistogramBucket;
import java.util.List;

/** Adds up durations. */
public final class Durations {
  private static final Buckets BUCKETS = new Buckets(3);
  private static final double TURN = 0x1p64;

  private Durations() {}

  public static DurationTotals none() {
    return new DurationTotals(0L, 0L, List.of());
  }

  /**
   * Adds a duration, or takes it away.
   *
   * @param micros its length; null adds nothing
   * @param sign 1 or -1
   */
  public static DurationTotals plus(DurationTotals totals, Long micros, int sign) {
    return micros == null
        ? totals
        : new DurationTotals(
            totals.getCount() + sign,
            totals.getSum() + sign * micros,
            Buckets.plus(totals.getBuckets(), BUCKETS.indexOf((double) Math.max(1, micros)), sign));
  }

  public static DurationTotals plus(DurationTotals some, DurationTotals others) {
    return new DurationTotals(
        some.getCount() + others.getCount(),
        some.getSum() + others.getSum(),
        Buckets.plus(some.getBuckets(), others.getBuckets()));
  }

  /** The mean in microseconds; null of none. */
  public static Double mean(DurationTotals totals) {
    return totals.getCount() == 0 ? null : sum(totals) / totals.getCount();
  }

  /**
   * The sum. That of the totals is it but for a multiple of 2^64, so that adding and taking away
   * cancel out however much there is; the buckets tell which multiple.
   */
  private static double sum(DurationTotals totals) {
    double about = 0;
    for (HistogramBucket bucket : totals.getBuckets()) {
      about += bucket.getCount() * BUCKETS.middleOf(bucket.getIndex());
    }
    double turns = Math.rint((about - totals.getSum()) / TURN);
    return turns * TURN + totals.getSum();
  }

  /**
   * A quantile in microseconds by nearest rank, off by at most 4.5 % (half a bucket); null of none.
   *
   * @param q from 0 to 1
   */
  public static Double quantile(DurationTotals totals, double q) {
    long rank = Ranking.rank(q, totals.getCount());
    long seen = 0;
    for (HistogramBucket bucket : totals.getBuckets()) {
      seen += bucket.getCount();
      if (seen >= rank) {
        return BUCKETS.middleOf(bucket.getIndex());
      }
    }
    return null;
  }
}
