package io.threadmark.processor.rollup.number;

/** The nearest-rank method of quantiles: the smallest value that so many do not exceed. */
final class Ranking {
  private Ranking() {}

  /** The rank, from 1 on, of a quantile among so many values. */
  static long rank(double q, long count) {
    return Math.max(1, (long) Math.ceil(q * count));
  }
}
