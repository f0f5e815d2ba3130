package io.threadmark.processor.feedback.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.threadmark.schema.Feedback;
import java.util.Locale;
import java.util.Set;

/**
 * Whether feedback speaks for or against what it is about. The table is documented in {@code
 * docs/data-model.md}; both say the same.
 */
public enum Polarity {
  POSITIVE,
  NEGATIVE,
  NEUTRAL,
  NONE;

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Set<String> POSITIVE_WORDS =
      Set.of(
          "thumbs_up",
          "thumbs-up",
          "up",
          "👍",
          "like",
          "liked",
          "good",
          "great",
          "excellent",
          "positive",
          "yes",
          "correct",
          "helpful",
          "accepted",
          "accept",
          "pass",
          "passed",
          "true");

  private static final Set<String> NEGATIVE_WORDS =
      Set.of(
          "thumbs_down",
          "thumbs-down",
          "down",
          "👎",
          "dislike",
          "disliked",
          "bad",
          "poor",
          "terrible",
          "negative",
          "no",
          "incorrect",
          "wrong",
          "not good",
          "not_good",
          "unhelpful",
          "rejected",
          "reject",
          "fail",
          "failed",
          "false");

  private static final Set<String> NEUTRAL_WORDS =
      Set.of("neutral", "ok", "okay", "passable", "mixed", "average", "so-so");

  /** Implicit signals whose being true speaks for the answer. */
  private static final Set<String> POSITIVE_SIGNALS =
      Set.of("copied", "saved", "accepted", "inserted", "shared");

  /** Implicit signals whose being true speaks against the answer. */
  private static final Set<String> NEGATIVE_SIGNALS = Set.of("dismissed", "regenerated", "retried");

  /** The polarity of a piece of feedback: its project's own rule, else the common table. */
  public static Polarity of(Feedback feedback) {
    if (feedback.getPolarity() != null) {
      return ofWord(feedback.getPolarity());
    }
    if (feedback.getError() != null || feedback.getValueJson() == null) {
      return NONE;
    }
    return switch (feedback.getKind()) {
      case "BOOLEAN" -> ofBoolean(feedback);
      case "NUMERIC" -> ofNumber(feedback);
      case "CATEGORICAL" -> ofCategory(value(feedback));
      default -> NONE;
    };
  }

  /** What another producer calls a polarity and is none says nothing. */
  private static Polarity ofWord(String word) {
    for (Polarity polarity : values()) {
      if (polarity.name().equals(word)) {
        return polarity;
      }
    }
    return NONE;
  }

  private static Polarity ofBoolean(Feedback feedback) {
    JsonNode value = value(feedback);
    if (!value.isBoolean()) {
      return NONE;
    }
    String name = feedback.getName().toLowerCase(Locale.ROOT);
    if (NEGATIVE_SIGNALS.contains(name)) {
      return value.booleanValue() ? NEGATIVE : NONE;
    }
    if (POSITIVE_SIGNALS.contains(name)) {
      return value.booleanValue() ? POSITIVE : NONE;
    }
    return value.booleanValue() ? POSITIVE : NEGATIVE;
  }

  /** Above the middle of the scale is positive, below it negative; no scale, no polarity. */
  private static Polarity ofNumber(Feedback feedback) {
    JsonNode value = value(feedback);
    if (!value.isNumber() || feedback.getScale() == null) {
      return NONE;
    }
    double min = feedback.getScale().getMin();
    double middle = min + (feedback.getScale().getMax() - min) / 2;
    int side = Double.compare(value.doubleValue(), middle);
    return side > 0 ? POSITIVE : side < 0 ? NEGATIVE : NEUTRAL;
  }

  private static Polarity ofCategory(JsonNode value) {
    if (value.isBoolean()) {
      return value.booleanValue() ? POSITIVE : NEGATIVE;
    }
    if (!value.isTextual()) {
      return NONE;
    }
    String word = value.textValue().strip().toLowerCase(Locale.ROOT);
    if (POSITIVE_WORDS.contains(word)) {
      return POSITIVE;
    }
    if (NEGATIVE_WORDS.contains(word)) {
      return NEGATIVE;
    }
    return NEUTRAL_WORDS.contains(word) ? NEUTRAL : NONE;
  }

  private static JsonNode value(Feedback feedback) {
    try {
      return JSON.readTree(feedback.getValueJson());
    } catch (JsonProcessingException e) {
      return JSON.missingNode(); // another producer's text that is not JSON has no polarity
    }
  }
}
