package io.threadmark.gateway.event;

import io.threadmark.gateway.event.Json.JsonBoolean;
import io.threadmark.gateway.event.Json.JsonNumber;
import io.threadmark.gateway.event.Json.JsonObject;
import io.threadmark.gateway.event.Json.JsonText;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Scale;
import java.util.Set;

/**
 * The value of feedback, which fits its kind.
 *
 * @param json its JSON text; null for none
 */
record FeedbackValue(FeedbackKind kind, String json) {
  private static final String PATH = "value";
  private static final Set<String> CORRECTION = Set.of("text", "start", "end");

  /** Reads the value of feedback whose name, scale, rationale and error are read already. */
  static FeedbackValue read(Fields fields, Feedback feedback) throws InvalidEvent {
    Json value = valueOrScore(fields);
    boolean hasRationale = feedback.getRationale() != null;
    if (value == null
        && !fields.mentions(PATH)
        && !hasRationale
        && feedback.getError() == null
        && !feedback.getRetracted()) {
      throw new InvalidEvent(
          ErrorCode.MISSING_VALUE, PATH, "is required, unless there is a rationale or an error");
    }
    String given = fields.word("kind", FeedbackKind.WORDS);
    FeedbackKind kind =
        given != null
            ? FeedbackKind.valueOf(given)
            : FeedbackKind.inferred(feedback.getName(), value, hasRationale);
    if (value == null) {
      return new FeedbackValue(kind, null);
    }
    if (feedback.getScale() != null && kind != FeedbackKind.NUMERIC) {
      throw InvalidEvent.field(fields.at("scale"), "stands only beside a numeric value");
    }
    check(kind, value, feedback.getScale());
    return new FeedbackValue(kind, CanonicalJson.of(value));
  }

  private static Json valueOrScore(Fields fields) throws InvalidEvent {
    Json value = fields.any(PATH);
    JsonNumber score = fields.number("score");
    if (value == null || score == null) {
      return value != null ? value : score;
    }
    boolean agree =
        value instanceof JsonNumber number
            && Numbers.exact(number, PATH).compareTo(Numbers.exact(score, "score")) == 0;
    if (!agree) {
      throw new InvalidEvent(ErrorCode.CONFLICT, "score", "says something else than value");
    }
    return value;
  }

  private static void check(FeedbackKind kind, Json value, Scale scale) throws InvalidEvent {
    switch (kind) {
      case BOOLEAN -> expect(value instanceof JsonBoolean, kind, "true or false", value);
      case NUMERIC -> checkNumber(value, scale);
      case CATEGORICAL -> {} // any JSON can name a category
      case TEXT -> expect(value instanceof JsonText, kind, "a string", value);
      case CORRECTION -> checkCorrection(value);
      case PREFERENCE -> Preference.check(value, PATH);
    }
  }

  private static void checkNumber(Json value, Scale scale) throws InvalidEvent {
    expect(value instanceof JsonNumber, FeedbackKind.NUMERIC, "a number", value);
    double number = Numbers.finite((JsonNumber) value, PATH);
    if (scale != null && (number < scale.getMin() || number > scale.getMax())) {
      throw InvalidEvent.field(
          PATH, "must be from " + scale.getMin() + " to " + scale.getMax() + ", its scale");
    }
  }

  private static void checkCorrection(Json value) throws InvalidEvent {
    if (value instanceof JsonText) {
      return;
    }
    expect(value instanceof JsonObject, FeedbackKind.CORRECTION, "a string or an object", value);
    Fields correction = Fields.of((JsonObject) value, PATH, CORRECTION);
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

  private static void expect(boolean fits, FeedbackKind kind, String wanted, Json found)
      throws InvalidEvent {
    if (!fits) {
      throw InvalidEvent.field(
          PATH, "must be " + wanted + " for the kind " + kind + ", not " + found.described());
    }
  }
}
