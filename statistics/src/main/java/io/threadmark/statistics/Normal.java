package io.threadmark.statistics;

/** The standard normal distribution. */
final class Normal {
  /** What leaves 2.5 % on each side. */
  static final double QUANTILE = 1.959963984540054;

  private Normal() {}
}
