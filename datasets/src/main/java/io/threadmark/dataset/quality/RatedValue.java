package io.threadmark.dataset.quality;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.json.TextHash;
import io.threadmark.schema.LabeledFeedback;
import java.text.Normalizer;
import java.util.Locale;

/**
 * A value that a judge gave.
 *
 * @param number null where it is none
 * @param key equal for equal values: words without regard to case and to space around them
 */
record RatedValue(Double number, long key) {

  /** Null where there is no value, or one beyond doubles. */
  static RatedValue of(LabeledFeedback feedback) {
    JsonNode value = Json.read(feedback.getValueJson());
    if (feedback.getError() != null || value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (value.isNumber()) {
      double number = value.doubleValue() + 0.0; // there is one zero
      return Double.isFinite(number) ? new RatedValue(number, hash("n" + number)) : null;
    }
    return new RatedValue(
        null, hash(value.isTextual() ? "t" + folded(value.textValue()) : "j" + Json.text(value)));
  }

  private static String folded(String word) {
    return Normalizer.normalize(word, Normalizer.Form.NFC).strip().toLowerCase(Locale.ROOT);
  }

  private static long hash(String text) {
    return TextHash.of(text).high();
  }
}
