package io.threadmark.dataset.label;

import io.threadmark.dataset.json.InvalidMemberException;
import java.math.BigDecimal;

/**
 * From where on a number speaks for an answer, and up to where against it, as the caller states it.
 *
 * @param positiveFrom inclusive; null where no number speaks for the answer
 * @param negativeTo inclusive; null where no number speaks against it
 */
public record Threshold(BigDecimal positiveFrom, BigDecimal negativeTo) {
  public Threshold {
    if (positiveFrom == null && negativeTo == null) {
      throw new InvalidMemberException("positive_from", "must be there, or negative_to");
    }
    if (positiveFrom != null && negativeTo != null && positiveFrom.compareTo(negativeTo) <= 0) {
      throw new InvalidMemberException("positive_from", "must be greater than negative_to");
    }
  }

  boolean isPositive(BigDecimal number) {
    return positiveFrom != null && number.compareTo(positiveFrom) >= 0;
  }

  boolean isNegative(BigDecimal number) {
    return negativeTo != null && number.compareTo(negativeTo) <= 0;
  }
}
