package io.threadmark.dataset.label;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.turn.Answer;
import io.threadmark.dataset.turn.Turn;
import io.threadmark.schema.LabeledFeedback;
import java.util.Optional;

/**
 * An answer, and what a judge says that it should have been.
 *
 * @param corrected the whole answer, also where the judge gave a part of it
 */
public record Correction(LabeledFeedback feedback, Answer answer, Turn corrected) {

  /** Empty where it makes no better answer of the one that is there, with the reason counted. */
  public static Optional<Correction> of(LabeledFeedback feedback, Answer answer, Drops drops) {
    JsonNode value = Json.read(feedback.getValueJson());
    JsonNode text = value.isObject() ? value.path("text") : value;
    if (!text.isTextual()) {
      return none(drops, Reason.UNREADABLE_CORRECTION);
    }
    String whole = text.textValue();
    if (value.has("start")) {
      whole = replaced(answer, value, whole);
    }
    if (whole == null) {
      return none(drops, Reason.CORRECTION_OUT_OF_RANGE);
    }
    if (whole.isBlank()) {
      return none(drops, Reason.UNREADABLE_CORRECTION);
    }
    if (answer.turn().body().isText() && whole.equals(answer.turn().body().text())) {
      return none(drops, Reason.CORRECTION_CHANGES_NOTHING);
    }
    return Optional.of(new Correction(feedback, answer, answer.turn().saying(whole)));
  }

  /** Start and end count characters (code points); null where the answer is not so long. */
  private static String replaced(Answer answer, JsonNode value, String part) {
    JsonNode start = value.path("start");
    JsonNode end = value.path("end");
    if (!answer.turn().body().isText() || !start.canConvertToInt() || !end.canConvertToInt()) {
      return null;
    }
    String original = answer.turn().body().text();
    int length = original.codePointCount(0, original.length());
    if (start.intValue() < 0 || end.intValue() > length || start.intValue() > end.intValue()) {
      return null;
    }
    int from = original.offsetByCodePoints(0, start.intValue());
    int to = original.offsetByCodePoints(from, end.intValue() - start.intValue());
    return original.substring(0, from) + part + original.substring(to);
  }

  private static Optional<Correction> none(Drops drops, Reason reason) {
    drops.count(reason);
    return Optional.empty();
  }
}
