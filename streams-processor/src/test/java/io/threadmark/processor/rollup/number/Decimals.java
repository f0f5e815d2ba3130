package io.threadmark.processor.rollup.number;

import java.math.BigDecimal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** NumberStatistics that feedback may give. */
final class Decimals {
  private static final Arbitrary<BigDecimal> ODD =
      Arbitraries.of(
              "0",
              "-0",
              "0.00",
              "0E+999",
              "0.1",
              "-0.1",
              "1e-7",
              "1e18",
              "1000000000000000001",
              "-1e18",
              "1e308",
              "-1e308",
              "1.7976931348623157e308",
              "4.9e-324",
              "1E+399",
              "-1E+399",
              "1E-400",
              "3.14159265358979323846264338327950288419716939937510")
          .map(BigDecimal::new);

  private Decimals() {}

  /** Any, as they are counted. */
  static Arbitrary<BigDecimal> any() {
    return Arbitraries.oneOf(ODD, few(), many(), decimals(40)).map(Decimal::bounded);
  }

  /** With so few digits that each value is counted for itself. */
  static Arbitrary<BigDecimal> few() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(-1_000, 1_000).map(BigDecimal::valueOf),
        Arbitraries.integers()
            .between(-1_000, 1_000)
            .map(hundredths -> BigDecimal.valueOf(hundredths, 2)),
        Combinators.combine(
                Arbitraries.integers().between(-99, 99), Arbitraries.integers().between(-20, 20))
            .as(BigDecimal::valueOf));
  }

  /** With more digits. */
  static Arbitrary<BigDecimal> many() {
    return decimals(30).filter(value -> !Decimals.isFew(value));
  }

  /** Whether it is a whole number up to 1000, hundredths up to 10, or of two digits. */
  static boolean isFew(BigDecimal value) {
    String digits = value.unscaledValue().abs().toString().replaceAll("0+$", "");
    return digits.length() <= 2
        || (isMultiple(value, "1") && isAtMost(value, "1000"))
        || (isMultiple(value, "0.01") && isAtMost(value, "10"));
  }

  private static boolean isMultiple(BigDecimal value, String of) {
    return value.remainder(new BigDecimal(of)).signum() == 0;
  }

  private static boolean isAtMost(BigDecimal value, String most) {
    return value.abs().compareTo(new BigDecimal(most)) <= 0;
  }

  private static Arbitrary<BigDecimal> decimals(int mostScale) {
    return Combinators.combine(
            Arbitraries.longs(), Arbitraries.integers().between(-mostScale, mostScale))
        .as(BigDecimal::valueOf);
  }
}
