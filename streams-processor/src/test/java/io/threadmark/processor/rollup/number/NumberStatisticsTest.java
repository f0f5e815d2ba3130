package io.threadmark.processor.rollup.number;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.threadmark.processor.store.RowCodec;
import io.threadmark.schema.HistogramBucket;
import io.threadmark.schema.NumberTotals;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class NumberStatisticsTest {
  private static final MathContext EXACTLY = new MathContext(80);

  /** Half a bucket of base 2^(1/32). */
  private static final double PERCENT_OFF = 1.1;

  /** A value that comes, or goes again. */
  private record Change(BigDecimal value, int sign) {}

  @Property(tries = 150)
  void whatCameAndWentLeavesNothingInAnyOrder(
      @ForAll("any") List<BigDecimal> stay,
      @ForAll("any") List<BigDecimal> go,
      @ForAll Random random) {
    List<Change> changes = new ArrayList<>();
    stay.forEach(value -> changes.add(new Change(value, 1)));
    go.forEach(value -> changes.add(new Change(value, 1)));
    go.forEach(value -> changes.add(new Change(value, -1)));
    Collections.shuffle(changes, random);
    NumberTotals totals = NumberStatistics.none();
    for (Change change : changes) {
      totals = plus(totals, change.value, change.sign);
    }
    assertThat(totals).isEqualTo(added(stay));

    for (BigDecimal value : stay) {
      totals = plus(totals, value, -1);
    }
    assertThat(totals).isEqualTo(NumberStatistics.none());
  }

  @Property(tries = 150)
  void partsAddUpToTheWholeHoweverTheyAreCut(
      @ForAll("any") List<BigDecimal> some,
      @ForAll("any") List<BigDecimal> others,
      @ForAll("any") List<BigDecimal> rest) {
    NumberTotals a = added(some);
    NumberTotals b = added(others);
    NumberTotals c = added(rest);
    List<BigDecimal> all = new ArrayList<>(some);
    all.addAll(others);
    all.addAll(rest);
    assertThat(NumberStatistics.plus(NumberStatistics.plus(a, b), c))
        .isEqualTo(added(all))
        .isEqualTo(NumberStatistics.plus(a, NumberStatistics.plus(b, c)))
        .isEqualTo(NumberStatistics.plus(c, NumberStatistics.plus(b, a)));
  }

  @Property(tries = 150)
  void sumsAreExact(@ForAll("any") List<BigDecimal> values) {
    NumberTotals totals = added(values);
    assertThat(new BigDecimal(totals.getSum())).isEqualByComparingTo(sum(values));
    assertThat(new BigDecimal(totals.getSumOfSquares()))
        .isEqualByComparingTo(sum(values.stream().map(value -> value.multiply(value)).toList()));
    assertThat(new BigDecimal(totals.getNormalizedSum()))
        .isEqualByComparingTo(sum(values.stream().map(NumberStatisticsTest::normalized).toList()));
    assertThat(totals.getCount()).isEqualTo(values.size());
  }

  @Property(tries = 150)
  void meanAndDeviationAreThoseOfTwoPasses(@ForAll("any") List<BigDecimal> values) {
    NumberTotals totals = added(values);
    if (values.isEmpty()) {
      assertThat(NumberStatistics.mean(totals)).isNull();
      assertThat(NumberStatistics.normalizedMean(totals)).isNull();
      return;
    }
    BigDecimal mean = sum(values).divide(BigDecimal.valueOf(values.size()), EXACTLY);
    assertNearest(NumberStatistics.mean(totals), mean);
    if (values.size() < 2) {
      assertThat(NumberStatistics.deviation(totals)).isNull();
      return;
    }
    BigDecimal squares =
        sum(values.stream().map(value -> value.subtract(mean).pow(2, EXACTLY)).toList());
    assertNearest(
        NumberStatistics.deviation(totals),
        squares.divide(BigDecimal.valueOf(values.size() - 1), EXACTLY).sqrt(EXACTLY));
  }

  @Property(tries = 300)
  void aGreatOffsetDoesNotBlurTheDeviation(@ForAll("small") List<Integer> values) {
    NumberTotals plain = added(values.stream().map(BigDecimal::valueOf).toList());
    NumberTotals moved =
        added(values.stream().map(value -> BigDecimal.valueOf(1_000_000_000L + value)).toList());
    assertThat(NumberStatistics.deviation(moved)).isEqualTo(NumberStatistics.deviation(plain));
    assertThat(NumberStatistics.mean(moved))
        .isCloseTo(NumberStatistics.mean(plain) + 1e9, within(Math.ulp(1e9)));
  }

  @Property(tries = 300)
  void valuesOfFewDigitsHaveExactQuantiles(@ForAll("few") List<BigDecimal> values) {
    NumberTotals totals = added(values);
    assertThat(NumberStatistics.isApproximate(totals)).isFalse();
    for (double q : Quantiles.ASKED) {
      assertThat(NumberStatistics.quantile(totals, q))
          .isEqualTo(Quantiles.nearestRank(values, q).doubleValue());
    }
  }

  @Property(tries = 300)
  void otherQuantilesAreOffByHalfABucketAndSaidToBeSo(
      @ForAll("many") List<BigDecimal> many, @ForAll("few") List<BigDecimal> few) {
    List<BigDecimal> values = new ArrayList<>(many);
    values.addAll(few);
    NumberTotals totals = added(values);
    assertThat(NumberStatistics.isApproximate(totals)).isTrue();
    for (double q : Quantiles.ASKED) {
      assertThat(NumberStatistics.quantile(totals, q))
          .isCloseTo(Quantiles.nearestRank(values, q).doubleValue(), withinPercentage(PERCENT_OFF));
    }
  }

  @Property(tries = 300)
  void aValueIsCountedForItselfWhereItHasFewDigits(@ForAll("values") BigDecimal value) {
    assertThat(NumberStatistics.isCountedApart(value)).isEqualTo(Decimals.isFew(value));
    assertThat(NumberStatistics.isApproximate(added(List.of(value))))
        .isEqualTo(!Decimals.isFew(value));
  }

  @Test
  void ofNothingThereIsNothing() {
    assertThat(NumberStatistics.quantile(NumberStatistics.none(), 0.5)).isNull();
    assertThat(NumberStatistics.mean(NumberStatistics.none())).isNull();
    assertThat(NumberStatistics.deviation(NumberStatistics.none())).isNull();
    assertThat(NumberStatistics.isApproximate(NumberStatistics.none())).isFalse();
  }

  @Test
  void whatNoDoubleReachesIsToldAsTheGreatestThereIs() {
    NumberTotals totals = added(List.of(new BigDecimal("-1E+399"), new BigDecimal("1E+399")));
    assertThat(NumberStatistics.quantile(totals, 0)).isEqualTo(-Double.MAX_VALUE);
    assertThat(NumberStatistics.quantile(totals, 1)).isEqualTo(Double.MAX_VALUE);
    assertThat(NumberStatistics.mean(totals)).isZero();
    assertThat(NumberStatistics.deviation(totals)).isEqualTo(Double.MAX_VALUE);
    assertThat(NumberStatistics.mean(added(List.of(new BigDecimal("1E+399")))))
        .isEqualTo(Double.MAX_VALUE);
  }

  @Test
  void aThousandDifferentValuesAreCountedOneByOne() {
    NumberTotals totals = added(IntStream.rangeClosed(1, 1_000).mapToObj(BigDecimal::new).toList());
    assertThat(totals.getValues()).hasSize(1_000);
    assertThat(NumberStatistics.quantile(totals, 0.95)).isEqualTo(950);
    assertThat(NumberStatistics.quantile(totals, 0.99)).isEqualTo(990);
  }

  private static void assertNearest(Double found, BigDecimal exact) {
    double expected = Math.min(Double.MAX_VALUE, Math.max(-Double.MAX_VALUE, exact.doubleValue()));
    assertThat(found).isCloseTo(expected, within(Math.abs(expected) * 1e-9));
  }

  private static NumberTotals added(List<BigDecimal> values) {
    NumberTotals totals = NumberStatistics.none();
    for (BigDecimal value : values) {
      totals = plus(totals, value, 1);
    }
    return totals;
  }

  private static NumberTotals plus(NumberTotals totals, BigDecimal value, int sign) {
    return NumberStatistics.plus(totals, value, normalized(value), sign);
  }

  /** Some have a scale. */
  private static BigDecimal normalized(BigDecimal value) {
    return value.signum() < 0 ? BigDecimal.ZERO : value.min(BigDecimal.ONE);
  }

  private static BigDecimal sum(List<BigDecimal> values) {
    return values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @Provide
  Arbitrary<BigDecimal> values() {
    return Decimals.any();
  }

  @Provide
  Arbitrary<List<BigDecimal>> any() {
    return Decimals.any().list().ofMaxSize(12);
  }

  @Provide
  Arbitrary<List<BigDecimal>> few() {
    return Decimals.few().list().ofMinSize(1).ofMaxSize(25);
  }

  @Provide
  Arbitrary<List<BigDecimal>> many() {
    return Decimals.many().list().ofMinSize(1).ofMaxSize(25);
  }

  @Provide
  Arbitrary<List<Integer>> small() {
    return Arbitraries.integers().between(-5, 5).list().ofMinSize(2).ofMaxSize(20);
  }

  /** Which numbers are told apart depends on the numbers alone, so there is an end of them. */
  @Test
  void totalsOfAllNumbersThereCanBeFitIntoARecord() {
    Map<String, Long> values = new TreeMap<>();
    List<HistogramBucket> positive = new ArrayList<>();
    for (int exponent = -400; exponent <= 400; exponent++) {
      for (int digits = 1; digits < 100; digits++) {
        count(values, new BigDecimal(BigInteger.valueOf(digits), -exponent));
      }
    }
    for (int hundredths = 0; hundredths <= 1_000; hundredths++) {
      count(values, BigDecimal.valueOf(hundredths, 2));
      count(values, BigDecimal.valueOf(hundredths));
    }
    Buckets buckets = new Buckets(5);
    int last = buckets.indexOf(Double.MAX_VALUE);
    for (int index = buckets.indexOf(Double.MIN_NORMAL); index <= last; index++) {
      positive.add(new HistogramBucket(index, 1_000_000L));
    }
    NumberTotals totals = NumberStatistics.none();
    totals.setValues(values);
    totals.setPositiveBuckets(positive);
    totals.setNegativeBuckets(positive);
    assertThat(values).hasSizeGreaterThan(140_000);
    assertThat(new RowCodec<>(NumberTotals.class).write(totals)).hasSizeLessThan(4 * 1024 * 1024);
  }

  private static void count(Map<String, Long> values, BigDecimal number) {
    for (BigDecimal each : List.of(number, number.negate())) {
      if (Decimal.bounded(each) != null && NumberStatistics.isCountedApart(each)) {
        values.put(Decimal.text(each), 1_000_000L);
      }
    }
  }
}
