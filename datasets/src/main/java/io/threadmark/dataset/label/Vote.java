package io.threadmark.dataset.label;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.schema.LabeledFeedback;
import java.math.BigDecimal;

/**
 * What one judge says of one answer or one pair.
 *
 * @param positive for the answer, or for the first of the pair
 */
public record Vote(LabeledFeedback feedback, boolean positive) {

  /**
   * Null where it says neither, with the reason counted. Numbers speak by the caller's threshold,
   * else by the caller's rule of polarity, but for those without a scale: they have a stamped
   * polarity only where the answer is yes or no, or by their project's own rule.
   */
  public static Vote of(LabeledFeedback feedback, Rules rules, Drops drops) {
    boolean isNumber = feedback.getKind().equals("NUMERIC");
    Threshold threshold = rules.thresholds().get(feedback.getName());
    if (isNumber && threshold != null) {
      return ofNumber(feedback, threshold, drops);
    }
    boolean isRuled = rules.policy().rules(feedback.getName());
    boolean isMeasured = feedback.getScale() != null || feedback.getPolarity().equals("NONE");
    if (isNumber && isMeasured && !isRuled) {
      drops.count(Reason.NUMBER_WITHOUT_THRESHOLD);
      return null;
    }
    return switch (feedback.getPolarity()) {
      case "POSITIVE" -> new Vote(feedback, true);
      case "NEGATIVE" -> new Vote(feedback, false);
      case "NEUTRAL" -> none(drops, Reason.NEUTRAL);
      default -> none(drops, Reason.NO_POLARITY);
    };
  }

  private static Vote ofNumber(LabeledFeedback feedback, Threshold threshold, Drops drops) {
    JsonNode value = Json.read(feedback.getValueJson());
    if (!value.isNumber()) {
      return none(drops, Reason.NO_POLARITY);
    }
    BigDecimal number = value.decimalValue();
    if (threshold.isPositive(number)) {
      return new Vote(feedback, true);
    }
    return threshold.isNegative(number)
        ? new Vote(feedback, false)
        : none(drops, Reason.BETWEEN_THRESHOLDS);
  }

  private static Vote none(Drops drops, Reason reason) {
    drops.count(reason);
    return null;
  }
}
