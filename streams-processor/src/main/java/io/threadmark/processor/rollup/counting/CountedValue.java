package io.threadmark.processor.rollup.counting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.threadmark.processor.feedback.rows.ValueWord;
import io.threadmark.processor.rollup.number.Decimal;
import io.threadmark.processor.rollup.rows.Dimensions;
import io.threadmark.schema.Feedback;
import java.math.BigDecimal;

/**
 * The value of a piece of feedback as figures tell it, and as it is found.
 *
 * @param number of a number; else null
 * @param category of a truth value or a category, the same for all that are alike; else null
 */
public record CountedValue(BigDecimal number, String category) {
  private static final CountedValue NONE = new CountedValue(null, null);

  /** Numbers as they are written, not as the double that is nearest. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Of feedback as it stands. */
  public static CountedValue of(Feedback feedback) {
    return of(feedback.getKind(), feedback.getValueJson(), feedback.getError() != null);
  }

  /**
   * Of its parts.
   *
   * @param json null for none
   * @param failed whether there is an error in place of a value
   */
  public static CountedValue of(String kind, String json, boolean failed) {
    if (json == null || failed) {
      return NONE;
    }
    JsonNode value = read(json);
    return switch (kind) {
      case "NUMERIC" ->
          value.isNumber() ? new CountedValue(Decimal.bounded(value.decimalValue()), null) : NONE;
      case "BOOLEAN" -> value.isBoolean() ? new CountedValue(null, value.toString()) : NONE;
      case "CATEGORICAL" -> new CountedValue(null, category(value));
      default -> NONE;
    };
  }

  /** How a value is spelled that somebody asks for: a number, a truth value, or a word. */
  public static String spelling(String asked) {
    JsonNode value = read(asked);
    boolean word = value.isMissingNode() || value.isTextual() || value.isNull();
    return word && !value.isTextual() ? word(asked) : category(value);
  }

  private static String category(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return null;
    }
    if (value.isNumber()) {
      BigDecimal number = Decimal.bounded(value.decimalValue());
      return number == null ? null : Decimal.plain(Decimal.text(number));
    }
    return value.isTextual() ? word(value.textValue()) : Dimensions.printable(value.toString());
  }

  private static String word(String text) {
    return Dimensions.printable(ValueWord.amongOthers(text));
  }

  /** Missing where the text is no JSON, as another producer's may be. */
  private static JsonNode read(String json) {
    try {
      JsonNode value = JSON.readTree(json);
      return value == null ? JSON.missingNode() : value;
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  /** The number, or else the category, as facets and metrics show it; null where it has neither. */
  public String shown() {
    return number == null ? category : Decimal.plain(Decimal.text(number));
  }
}
