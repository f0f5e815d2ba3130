package io.threadmark.schema.rule;

import io.threadmark.schema.Limits;

/**
 * What a number must keep that stands anywhere in JSON, wherever it comes in: so many characters at
 * most, and an exponent within bounds. Whoever reads it may then compute with it exactly; beyond,
 * the text of a number is short and the number itself has no room anywhere.
 */
public final class NumberRule {
  private static final int MOST_DIGITS = Integer.toString(Limits.NUMBER_EXPONENT).length();

  private NumberRule() {}

  /**
   * What is wrong with a number, as the words behind the name of the field.
   *
   * @param text the number as it was written; also NaN or an infinity, which some write as JSON
   * @return null where nothing is
   */
  public static String of(String text) {
    char last = text.charAt(text.length() - 1);
    if (last < '0' || last > '9') {
      return "is "
          + text
          + ", which is no number in JSON: leave the field out, or send null or a number";
    }
    if (text.length() > Limits.NUMBER_LENGTH) {
      return "is a number of more than " + Limits.NUMBER_LENGTH + " characters";
    }
    return isWithin(exponent(text))
        ? null
        : "is a number with an exponent beyond "
            + -Limits.NUMBER_EXPONENT
            + " or "
            + Limits.NUMBER_EXPONENT;
  }

  /** The digits of the exponent, without sign and zeros in front; empty where there is none. */
  private static String exponent(String text) {
    int digits = Math.max(text.indexOf('e'), text.indexOf('E')) + 1;
    if (digits == 0) {
      return "";
    }
    while (digits < text.length() && "+-0".indexOf(text.charAt(digits)) >= 0) {
      digits++;
    }
    return text.substring(digits);
  }

  private static boolean isWithin(String exponent) {
    return exponent.isEmpty()
        || (exponent.length() <= MOST_DIGITS
            && Integer.parseInt(exponent) <= Limits.NUMBER_EXPONENT);
  }
}
