package io.threadmark.processor.rollup.number;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.threadmark.schema.DurationTotals;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class DurationsTest {
  /** Half a bucket of base 2^(1/8). */
  private static final double PERCENT_OFF = 100 * (Math.pow(2, 1.0 / 16) - 1);

  @Property
  void whatCameAndWentLeavesNothingInAnyOrder(
      @ForAll("durations") List<Long> stay,
      @ForAll("durations") List<Long> go,
      @ForAll Random random) {
    List<Long> going = new ArrayList<>(go);
    Collections.shuffle(going, random);
    List<Long> all = new ArrayList<>(go);
    all.addAll(stay);
    Collections.shuffle(all, random);
    assertThat(with(with(Durations.none(), all, 1), going, -1))
        .isEqualTo(with(Durations.none(), stay, 1));
    assertThat(with(with(Durations.none(), go, 1), going, -1)).isEqualTo(Durations.none());
  }

  @Property
  void partsAddUpToTheWholeHoweverTheyAreCut(
      @ForAll("durations") List<Long> some, @ForAll("durations") List<Long> others) {
    DurationTotals a = with(Durations.none(), some, 1);
    DurationTotals b = with(Durations.none(), others, 1);
    assertThat(Durations.plus(a, b)).isEqualTo(with(a, others, 1)).isEqualTo(Durations.plus(b, a));
  }

  @Property
  void theMeanIsExactAndQuantilesAreOffByHalfABucket(@ForAll("durations") List<Long> durations) {
    DurationTotals totals = with(Durations.none(), durations, 1);
    if (durations.isEmpty()) {
      assertThat(Durations.mean(totals)).isNull();
      assertThat(Durations.quantile(totals, 0.5)).isNull();
      return;
    }
    assertThat(Durations.mean(totals))
        .isEqualTo(durations.stream().mapToLong(Long::longValue).average().orElseThrow());
    for (double q : Quantiles.ASKED) {
      assertThat(Durations.quantile(totals, q))
          .isCloseTo(
              Math.max(1.0, Quantiles.nearestRank(durations, q)), withinPercentage(PERCENT_OFF));
    }
  }

  @Property(tries = 100)
  void theMeanOfMoreThanALongHoldsIsRight(
      @ForAll @LongRange(min = 1, max = 830_000_000_000_000L) long some,
      @ForAll @IntRange(min = 1, max = 200_000) int often) {
    DurationTotals totals = Durations.none();
    long left = often;
    DurationTotals twice = Durations.plus(Durations.none(), some, 1);
    for (; left > 0; left >>= 1) {
      totals = (left & 1) == 1 ? Durations.plus(totals, twice) : totals;
      twice = Durations.plus(twice, twice);
    }

    assertThat(totals.getCount()).isEqualTo(often);
    assertThat(Durations.mean(totals)).isCloseTo(some, withinPercentage(1e-9));
  }

  @Test
  void whatIsNotKnownAddsNothing() {
    assertThat(Durations.plus(Durations.none(), null, 1)).isEqualTo(Durations.none());
  }

  private static DurationTotals with(DurationTotals totals, List<Long> durations, int sign) {
    DurationTotals sum = totals;
    for (Long duration : durations) {
      sum = Durations.plus(sum, duration, sign);
    }
    return sum;
  }

  /** From nothing to a year. */
  @Provide
  Arbitrary<List<Long>> durations() {
    return Arbitraries.oneOf(
            Arbitraries.of(0L, 1L, 2L, 1_024L, 1_000_000L),
            Arbitraries.longs().between(0, 365 * 86_400_000_000L))
        .list()
        .ofMaxSize(25);
  }
}
