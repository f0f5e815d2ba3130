package io.threadmark.processor.rollup.number;

import io.threadmark.schema.HistogramBucket;
import io.threadmark.schema.NumberTotals;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Adds up numeric values. Which values are counted one by one and which in buckets depends on the
 * value alone, never on how many there are: else the totals would depend on the order in which
 * values came and went.
 */
public final class NumberStatistics {
  private static final Buckets BUCKETS = new Buckets(5);
  private static final BigDecimal MOST_WHOLE = BigDecimal.valueOf(1_000);
  private static final BigDecimal MOST_HUNDREDTHS = BigDecimal.TEN;

  private NumberStatistics() {}

  public static NumberTotals none() {
    return new NumberTotals(
        0L, Decimal.ZERO, Decimal.ZERO, 0L, Decimal.ZERO, Map.of(), List.of(), List.of());
  }

  /**
   * Adds a value, or takes it away.
   *
   * @param normalized the value as 0 to 1 of its scale; null where it has none
   * @param sign 1 or -1
   */
  public static NumberTotals plus(
      NumberTotals totals, BigDecimal value, BigDecimal normalized, int sign) {
    NumberTotals sum = copy(totals);
    sum.setCount(totals.getCount() + sign);
    sum.setSum(Decimal.plus(totals.getSum(), value, sign));
    sum.setSumOfSquares(Decimal.plus(totals.getSumOfSquares(), value.multiply(value), sign));
    if (normalized != null) {
      sum.setNormalizedCount(totals.getNormalizedCount() + sign);
      sum.setNormalizedSum(Decimal.plus(totals.getNormalizedSum(), normalized, sign));
    }
    if (isCountedApart(value)) {
      Map<String, Long> values = new TreeMap<>(totals.getValues());
      values.merge(Decimal.text(value), (long) sign, NumberStatistics::sumOrNull);
      sum.setValues(values);
    } else if (value.signum() > 0) {
      sum.setPositiveBuckets(Buckets.plus(totals.getPositiveBuckets(), indexOf(value), sign));
    } else {
      sum.setNegativeBuckets(
          Buckets.plus(totals.getNegativeBuckets(), indexOf(value.negate()), sign));
    }
    return sum;
  }

  private static int indexOf(BigDecimal value) {
    return BUCKETS.indexOf(Math.max(Double.MIN_NORMAL, Decimal.nearest(value)));
  }

  private static NumberTotals copy(NumberTotals totals) {
    return new NumberTotals(
        totals.getCount(),
        totals.getSum(),
        totals.getSumOfSquares(),
        totals.getNormalizedCount(),
        totals.getNormalizedSum(),
        totals.getValues(),
        totals.getPositiveBuckets(),
        totals.getNegativeBuckets());
  }

  public static NumberTotals plus(NumberTotals some, NumberTotals others) {
    Map<String, Long> values = new TreeMap<>(some.getValues());
    others
        .getValues()
        .forEach((value, count) -> values.merge(value, count, NumberStatistics::sumOrNull));
    return new NumberTotals(
        some.getCount() + others.getCount(),
        Decimal.plus(some.getSum(), others.getSum()),
        Decimal.plus(some.getSumOfSquares(), others.getSumOfSquares()),
        some.getNormalizedCount() + others.getNormalizedCount(),
        Decimal.plus(some.getNormalizedSum(), others.getNormalizedSum()),
        values,
        Buckets.plus(some.getPositiveBuckets(), others.getPositiveBuckets()),
        Buckets.plus(some.getNegativeBuckets(), others.getNegativeBuckets()));
  }

  /** Whether nothing is there; a change may add up to no count, and yet to other values. */
  public static boolean isNothing(NumberTotals totals) {
    return totals.getCount() == 0
        && totals.getNormalizedCount() == 0
        && totals.getSum().equals(Decimal.ZERO)
        && totals.getSumOfSquares().equals(Decimal.ZERO)
        && totals.getNormalizedSum().equals(Decimal.ZERO)
        && totals.getValues().isEmpty()
        && !isApproximate(totals);
  }

  /** Whether a value has so few digits that it has a counter of its own. */
  public static boolean isCountedApart(BigDecimal value) {
    BigDecimal canonical = value.stripTrailingZeros();
    BigDecimal size = canonical.abs();
    return canonical.signum() == 0
        || canonical.precision() <= 2
        || (canonical.scale() <= 0 && size.compareTo(MOST_WHOLE) <= 0)
        || (canonical.scale() <= 2 && size.compareTo(MOST_HUNDREDTHS) <= 0);
  }

  /** Whether order statistics come from buckets, at least in part. */
  public static boolean isApproximate(NumberTotals totals) {
    return !totals.getPositiveBuckets().isEmpty() || !totals.getNegativeBuckets().isEmpty();
  }

  public static Double mean(NumberTotals totals) {
    return Decimal.quotient(totals.getSum(), totals.getCount());
  }

  public static Double normalizedMean(NumberTotals totals) {
    return Decimal.quotient(totals.getNormalizedSum(), totals.getNormalizedCount());
  }

  /** The sample standard deviation, with n - 1; null of fewer than two values. */
  public static Double deviation(NumberTotals totals) {
    if (totals.getCount() < 2) {
      return null;
    }
    BigDecimal n = BigDecimal.valueOf(totals.getCount());
    BigDecimal sum = new BigDecimal(totals.getSum());
    // n times the sum of squared distances, exactly: no cancellation, whatever the values.
    BigDecimal spread =
        n.multiply(new BigDecimal(totals.getSumOfSquares())).subtract(sum.multiply(sum));
    return Decimal.nearest(
        spread
            .divide(n.multiply(n.subtract(BigDecimal.ONE)), MathContext.DECIMAL128)
            .sqrt(MathContext.DECIMAL64));
  }

  /**
   * A quantile by nearest rank; null of none. Where it falls into a bucket, it is off by at most
   * 1.1 % (half a bucket).
   *
   * @param q from 0 (the smallest) to 1 (the greatest)
   */
  public static Double quantile(NumberTotals totals, double q) {
    long rank = Ranking.rank(q, totals.getCount());
    long seen = 0;
    for (Map.Entry<Double, Long> value : sorted(totals).entrySet()) {
      seen += value.getValue();
      if (seen >= rank) {
        return value.getKey();
      }
    }
    return null;
  }

  private static NavigableMap<Double, Long> sorted(NumberTotals totals) {
    NavigableMap<Double, Long> sorted = new TreeMap<>();
    totals
        .getValues()
        .forEach(
            (value, count) ->
                sorted.merge(Decimal.nearest(new BigDecimal(value)), count, Long::sum));
    for (HistogramBucket bucket : totals.getPositiveBuckets()) {
      sorted.merge(BUCKETS.middleOf(bucket.getIndex()), bucket.getCount(), Long::sum);
    }
    for (HistogramBucket bucket : totals.getNegativeBuckets()) {
      sorted.merge(-BUCKETS.middleOf(bucket.getIndex()), bucket.getCount(), Long::sum);
    }
    return sorted;
  }

  private static Long sumOrNull(long a, long b) {
    return a + b == 0 ? null : a + b;
  }
}
