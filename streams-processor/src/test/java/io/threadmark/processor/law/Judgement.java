package io.threadmark.processor.law;

import io.threadmark.schema.Feedback;
import java.math.BigDecimal;
import java.util.Locale;

/** What plain feedback says; the whole table of polarities has a test of its own. */
final class Judgement {
  private final Feedback feedback;

  Judgement(Feedback feedback) {
    this.feedback = feedback;
  }

  String polarity() {
    if (feedback.getError() != null) {
      return "NONE";
    }
    return switch (feedback.getKind()) {
      case "BOOLEAN" -> feedback.getValueJson().equals("true") ? "POSITIVE" : "NEGATIVE";
      case "CATEGORICAL" -> category().equals("good") ? "POSITIVE" : "NONE";
      default -> feedback.getScale() == null ? "NONE" : side();
    };
  }

  private String side() {
    double middle = (feedback.getScale().getMin() + feedback.getScale().getMax()) / 2;
    double value = number().doubleValue();
    return value > middle ? "POSITIVE" : value < middle ? "NEGATIVE" : "NEUTRAL";
  }

  /** The number; null where it is none. */
  BigDecimal number() {
    return feedback.getKind().equals("NUMERIC") ? new BigDecimal(feedback.getValueJson()) : null;
  }

  /** A boolean or a category as text, in one spelling; null of anything else. */
  String category() {
    return feedback.getKind().equals("NUMERIC")
        ? null
        : feedback.getValueJson().replace("\"", "").trim().toLowerCase(Locale.ROOT);
  }
}
