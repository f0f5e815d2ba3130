package io.threadmark.schema.rule;

import io.threadmark.schema.PolarityRule;
import java.util.List;

/**
 * Which polarity a value has by a rule that stands in the place of the common table: the first that
 * applies of always, values, and the limits. Whoever failed to judge has none, whatever the rule.
 */
public final class RuledPolarity {
  public static final String POSITIVE = "POSITIVE";
  public static final String NEGATIVE = "NEGATIVE";
  public static final String NEUTRAL = "NEUTRAL";
  public static final String NONE = "NONE";

  /** All that a rule can say. */
  public static final List<String> WORDS = List.of(POSITIVE, NEGATIVE, NEUTRAL, NONE);

  private RuledPolarity() {}

  /**
   * Of a text or a truth value.
   *
   * @param word the text as it is, or {@code true} or {@code false}
   */
  public static String ofWord(PolarityRule rule, String word) {
    return rule.getAlways() != null ? rule.getAlways() : rule.getValues().getOrDefault(word, NONE);
  }

  public static String ofNumber(PolarityRule rule, double number) {
    Double positiveFrom = rule.getPositiveFrom();
    Double negativeTo = rule.getNegativeTo();
    if (rule.getAlways() != null) {
      return rule.getAlways();
    }
    if (positiveFrom != null && number >= positiveFrom) {
      return POSITIVE;
    }
    if (negativeTo != null && number <= negativeTo) {
      return NEGATIVE;
    }
    return positiveFrom != null && negativeTo != null ? NEUTRAL : NONE;
  }

  /** Of a value that is neither, or of none. */
  public static String ofOther(PolarityRule rule) {
    return rule.getAlways() != null ? rule.getAlways() : NONE;
  }
}
