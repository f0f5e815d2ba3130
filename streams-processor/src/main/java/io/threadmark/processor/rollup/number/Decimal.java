package io.threadmark.processor.rollup.number;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Exact decimals as text. Sums of them are exact and the same in any order of adding, and what is
 * taken away leaves nothing. They never pass through a double on the way: how a double prints
 * differs between releases of Java, and what one release adds another may take away.
 */
public final class Decimal {
  static final String ZERO = "0";

  /** More digits than any double has. */
  private static final MathContext MOST_DIGITS = MathContext.DECIMAL128;

  /** Beyond the exponents of doubles, which is what applications write numbers as. */
  private static final int MOST_EXPONENT = 400;

  private static final int MOST_PLAIN_DIGITS = 20;

  private Decimal() {}

  /**
   * A number with no more digits than can matter.
   *
   * @return null where it has an exponent that no double has
   */
  public static BigDecimal bounded(BigDecimal number) {
    if (number.signum() == 0) {
      return BigDecimal.ZERO; // whatever exponent it is written with
    }
    long exponent = (long) number.precision() - number.scale();
    return Math.abs(exponent) > MOST_EXPONENT ? null : number.round(MOST_DIGITS);
  }

  static String plus(String sum, BigDecimal value, int sign) {
    BigDecimal before = new BigDecimal(sum);
    return text(sign > 0 ? before.add(value) : before.subtract(value));
  }

  static String plus(String sum, String other) {
    return text(new BigDecimal(sum).add(new BigDecimal(other)));
  }

  /** A quotient, rounded to a double at the end alone; null where the divisor is zero. */
  static Double quotient(String sum, long count) {
    return count == 0
        ? null
        : (Double)
            nearest(new BigDecimal(sum).divide(BigDecimal.valueOf(count), MathContext.DECIMAL128));
  }

  /** The nearest double that JSON can tell: it has no infinity. */
  static double nearest(BigDecimal value) {
    return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, value.doubleValue()));
  }

  /** A decimal without an exponent, where that is no longer than people read. */
  public static String plain(String text) {
    BigDecimal value = new BigDecimal(text);
    return Math.abs(value.scale()) > MOST_PLAIN_DIGITS ? text : value.toPlainString();
  }

  /** One text a value. */
  public static String text(BigDecimal value) {
    return value.signum() == 0 ? ZERO : value.stripTrailingZeros().toString();
  }
}
