package io.threadmark.processor.rollup.number;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.schema.HistogramBucket;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketsTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 5})
  void aPowerOfTwoIsTheGreatestValueOfItsBucket(int scale) {
    Buckets buckets = new Buckets(scale);
    for (int exponent = Double.MIN_EXPONENT; exponent <= Double.MAX_EXPONENT; exponent++) {
      double power = Math.scalb(1.0, exponent);
      assertThat(buckets.indexOf(power)).isEqualTo(exponent * (1 << scale) - 1);
      assertThat(buckets.indexOf(Math.nextUp(power))).isEqualTo(exponent * (1 << scale));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void theMiddleOfABucketLiesInIt(int scale) {
    Buckets buckets = new Buckets(scale);
    int first = Double.MIN_EXPONENT * (1 << scale);
    int last = (Double.MAX_EXPONENT + 1) * (1 << scale) - 1;
    for (int index = first; index <= last; index++) {
      assertThat(buckets.indexOf(buckets.middleOf(index))).isEqualTo(index);
    }
  }

  @Property
  void aGreaterValueIsInNoLesserBucket(
      @ForAll("sizes") double one, @ForAll("sizes") double other, @ForAll("scales") int scale) {
    Buckets buckets = new Buckets(scale);
    assertThat(buckets.indexOf(Math.min(one, other)))
        .isLessThanOrEqualTo(buckets.indexOf(Math.max(one, other)))
        .isLessThanOrEqualTo(buckets.indexOf(Math.nextUp(Math.max(one, other))));
  }

  @Property
  void aBucketHoldsWhatLiesBetweenItsBounds(
      @ForAll("sizes") double value, @ForAll("scales") int scale) {
    double position = Math.log(value) / Math.log(2) * (1 << scale);
    int index = new Buckets(scale).indexOf(value);
    assertThat(position).isBetween(index - 1e-8, index + 1 + 1e-8);
  }

  @Property
  void bucketsAddUpInAnyOrder(
      @ForAll("changes") List<HistogramBucket> some,
      @ForAll("changes") List<HistogramBucket> others) {
    Map<Integer, Long> expected = new TreeMap<>();
    some.forEach(change -> expected.merge(change.getIndex(), change.getCount(), Long::sum));
    others.forEach(change -> expected.merge(change.getIndex(), change.getCount(), Long::sum));
    expected.values().removeIf(count -> count == 0);
    List<HistogramBucket> sum =
        expected.entrySet().stream()
            .map(bucket -> new HistogramBucket(bucket.getKey(), bucket.getValue()))
            .toList();

    assertThat(added(others, added(some, List.of()))).isEqualTo(sum);
    assertThat(added(some, added(others, List.of()))).isEqualTo(sum);
    assertThat(Buckets.plus(added(some, List.of()), added(others, List.of()))).isEqualTo(sum);
  }

  private static List<HistogramBucket> added(
      List<HistogramBucket> changes, List<HistogramBucket> to) {
    List<HistogramBucket> sum = to;
    for (HistogramBucket change : changes) {
      sum = Buckets.plus(sum, change.getIndex(), change.getCount());
    }
    return sum;
  }

  /** Of every size that has a bucket of its own, and around powers of two. */
  @Provide
  Arbitrary<Double> sizes() {
    Arbitrary<Integer> exponents = Arbitraries.integers().between(-1022, 1022);
    return Arbitraries.oneOf(
        Combinators.combine(exponents, Arbitraries.doubles().between(1, 2))
            .as((exponent, fraction) -> Math.scalb(fraction, exponent)),
        Combinators.combine(exponents, Arbitraries.of(0, 1, 3))
            .as((exponent, ulps) -> Math.scalb(1.0 + ulps * Math.ulp(1.0), exponent)));
  }

  @Provide
  Arbitrary<Integer> scales() {
    return Arbitraries.of(0, 3, 5);
  }

  @Provide
  Arbitrary<List<HistogramBucket>> changes() {
    return Combinators.combine(
            Arbitraries.integers().between(-4, 4), Arbitraries.longs().between(-2, 2))
        .as(HistogramBucket::new)
        .list()
        .ofMaxSize(8);
  }

  @Property(tries = 100)
  void nothingIsAddedByNothing(@ForAll @IntRange(min = -5, max = 5) int index) {
    assertThat(Buckets.plus(List.of(), index, 0)).isEmpty();
  }
}
