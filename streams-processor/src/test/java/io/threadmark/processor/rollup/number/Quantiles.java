package io.threadmark.processor.rollup.number;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** Quantiles by nearest rank, in the plainest way. */
public final class Quantiles {
  static final List<Double> ASKED = List.of(0.0, 0.5, 0.9, 0.95, 0.99, 1.0);

  private Quantiles() {}

  static <T extends Comparable<T>> T nearestRank(List<T> values, double q) {
    int rank =
        BigDecimal.valueOf(q)
            .multiply(BigDecimal.valueOf(values.size()))
            .setScale(0, RoundingMode.CEILING)
            .intValueExact();
    return values.stream().sorted().toList().get(Math.max(rank, 1) - 1);
  }
}
