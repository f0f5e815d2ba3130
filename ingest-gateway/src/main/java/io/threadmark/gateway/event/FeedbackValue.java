package io.threadmark.gateway.event;

import io.threadmark.gateway.json.CanonicalJson;
import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonBoolean;
import io.threadmark.gateway.json.Json.JsonNumber;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import io.threadmark.gateway.json.Numbers;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Scale;
import java.util.Set;

/**
 * The value of feedback, which fits its kind and what the project says of its name.
 *
 * @param json its JSON text; null for none
 * @param scale the scale of a number; null for none
 * @param polarity by a rule of the project's own; null where it has none
 */
public record FeedbackValue(FeedbackKind kind, String json, Scale scale, String polarity) {
  private static final String PATH = "value";
  private static final Set<String> CORRECTION = Set.of("text", "start", "end");

  /** Reads the value of feedback whose name, scale, rationale and error are read already. */
  static FeedbackValue read(Fields fields, Feedback feedback, FeedbackRule rule)
      throws InvalidEvent {
    Json value = valueOrScore(fields);
    boolean hasRationale = feedback.getRationale() != null;
    boolean hasError = feedback.getError() != null;
    if (value == null && !hasRationale && !hasError && !feedback.getRetracted()) {
      throw new InvalidEvent(
          ErrorCode.MISSING_VALUE, PATH, "is required, unless there is a rationale or an error");
    }
    FeedbackKind given =
        rule.kind(FeedbackKind.named(fields.word("kind", FeedbackKind.WORDS)), fields.at("kind"));
    FeedbackKind kind =
        given != null ? given : FeedbackKind.inferred(feedback.getName(), value, hasRationale);
    Scale scale = rule.scale(feedback.getScale(), kind, fields.at("scale"));
    if (value == null) {
      return new FeedbackValue(kind, null, scale, rule.polarity(null, hasError));
    }
    if (scale != null && kind != FeedbackKind.NUMERIC) {
      throw InvalidEvent.field(fields.at("scale"), "stands only beside a numeric value");
    }
    check(kind, value, scale, PATH);
    rule.checkAllowed(value, PATH);
    return new FeedbackValue(kind, CanonicalJson.of(value), scale, rule.polarity(value, hasError));
  }

  private static Json valueOrScore(Fields fields) throws InvalidEvent {
    Json value = fields.any(PATH);
    JsonNumber score = fields.number("score");
    if (value == null || score == null) {
      return value != null ? value : score;
    }
    boolean agree =
        value instanceof JsonNumber number
            && Numbers.exact(number).compareTo(Numbers.exact(score)) == 0;
    if (!agree) {
      throw new InvalidEvent(ErrorCode.CONFLICT, "score", "says something else than value");
    }
    return value;
  }

  /**
   * Checks that a value fits its kind and scale.
   *
   * @param scale null for none
   */
  public static void check(FeedbackKind kind, Json value, Scale scale, String path)
      throws InvalidEvent {
    switch (kind) {
      case BOOLEAN -> expect(value instanceof JsonBoolean, kind, "true or false", value, path);
      case NUMERIC -> checkNumber(value, scale, path);
      case CATEGORICAL -> {} // any JSON can name a category
      case TEXT -> expect(value instanceof JsonText, kind, "a string", value, path);
      case CORRECTION -> checkCorrection(value, path);
      case PREFERENCE -> Preference.check(value, path);
    }
  }

  private static void checkNumber(Json value, Scale scale, String path) throws InvalidEvent {
    expect(value instanceof JsonNumber, FeedbackKind.NUMERIC, "a number", value, path);
    double number = Numbers.finite((JsonNumber) value, path);
    if (scale != null && (number < scale.getMin() || number > scale.getMax())) {
      throw InvalidEvent.field(
          path, "must be from " + scale.getMin() + " to " + scale.getMax() + ", its scale");
    }
  }

  private static void checkCorrection(Json value, String path) throws InvalidEvent {
    if (value instanceof JsonText) {
      return;
    }
    boolean isObject = value instanceof JsonObject;
    expect(isObject, FeedbackKind.CORRECTION, "a string or an object", value, path);
    Fields correction = Fields.of((JsonObject) value, path, CORRECTION);
    if (correction.text("text") == null) {
      throw correction.missing("text");
    }
    Long start = correction.count("start");
    Long end = correction.count("end");
    if ((start == null) != (end == null)) {
      throw correction.missing(start == null ? "start" : "end");
    }
    if (start != null && start > end) {
      throw InvalidEvent.field(correction.at("end"), "must not be less than start");
    }
  }

  private static void expect(
      boolean fits, FeedbackKind kind, String wanted, Json found, String path) throws InvalidEvent {
    if (!fits) {
      throw InvalidEvent.field(
          path, "must be " + wanted + " for the kind " + kind + ", not " + found.described());
    }
  }
}
