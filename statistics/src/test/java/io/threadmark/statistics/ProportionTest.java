package io.threadmark.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ProportionTest {
  private static final Offset<Double> EXACT = within(1e-12);

  /** With z² = 3.8414588206941236, worked out by hand. */
  @Test
  void intervalsAreThoseOfTheFormula() {
    double square = 3.8414588206941236;

    assertThat(new Proportion(0, 10).high()).isCloseTo(square / (10 + square), EXACT);
    assertThat(new Proportion(10, 10).low()).isCloseTo(10 / (10 + square), EXACT);
    double half = Math.sqrt(square * (10 + square)) / (2 * (10 + square));
    assertThat(new Proportion(5, 10).low())
        .isCloseTo(0.5 - half, EXACT)
        .isCloseTo(0.2366, within(5e-5));
    assertThat(new Proportion(5, 10).high())
        .isCloseTo(0.5 + half, EXACT)
        .isCloseTo(0.7634, within(5e-5));
  }

  @Property
  void theShareIsInItsInterval(
      @ForAll @LongRange(min = 1, max = 1_000_000_000_000L) long of,
      @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long some) {
    Proportion proportion = new Proportion(some % (of + 1), of);

    assertThat(proportion.low()).isBetween(0.0, proportion.share());
    assertThat(proportion.high()).isBetween(proportion.share(), 1.0);
  }

  @Test
  void moreThanAllIsNoProportion() {
    assertThatThrownBy(() -> new Proportion(2, 1)).hasMessageContaining("times");
    assertThatThrownBy(() -> new Proportion(0, 0)).hasMessageContaining("at least 1");
  }
}
