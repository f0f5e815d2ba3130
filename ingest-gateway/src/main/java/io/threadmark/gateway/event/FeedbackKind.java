package io.threadmark.gateway.event;

import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonBoolean;
import io.threadmark.gateway.json.Json.JsonNumber;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What kind of judgement a piece of feedback is. */
public enum FeedbackKind {
  BOOLEAN,
  NUMERIC,
  CATEGORICAL,
  TEXT,
  CORRECTION,
  PREFERENCE;

  public static final List<String> WORDS = Arrays.stream(values()).map(Enum::name).toList();

  /** The longest string that passes for a category, in characters. */
  private static final int CATEGORY_LENGTH = 64;

  /** Names under which people write what they think, however short. */
  private static final Set<String> COMMENT_NAMES =
      Set.of(
          "comment",
          "comments",
          "note",
          "notes",
          "text",
          "free_text",
          "rationale",
          "reason",
          "explanation",
          "suggestion",
          "review",
          "feedback_text");

  private static final String CORRECTION_NAME = "correction";

  /** The kind of that name; null where there is none, or it is one that is not known here. */
  public static FeedbackKind named(String word) {
    return WORDS.contains(word) ? valueOf(word) : null;
  }

  /**
   * The kind of feedback that does not tell it. A boolean is BOOLEAN and a number NUMERIC. A string
   * is a CORRECTION under that name, TEXT under a name for comments, else CATEGORICAL up to 64
   * characters on one line and TEXT beyond. An object with candidates or a ranking is a PREFERENCE,
   * one with a text under the name correction a CORRECTION. Nothing at all is TEXT beside a
   * rationale. All else is CATEGORICAL.
   *
   * @param value the value; null for none
   */
  static FeedbackKind inferred(String name, Json value, boolean hasRationale) {
    if (value == null) {
      return hasRationale ? TEXT : CATEGORICAL;
    }
    if (value instanceof JsonBoolean) {
      return BOOLEAN;
    }
    if (value instanceof JsonNumber) {
      return NUMERIC;
    }
    if (value instanceof JsonText text) {
      return ofText(name, text.value());
    }
    return value instanceof JsonObject object ? ofObject(name, object) : CATEGORICAL;
  }

  private static FeedbackKind ofText(String name, String text) {
    if (name.equals(CORRECTION_NAME)) {
      return CORRECTION;
    }
    boolean category =
        text.codePointCount(0, text.length()) <= CATEGORY_LENGTH
            && text.indexOf('\n') < 0
            && text.indexOf('\r') < 0;
    return category && !COMMENT_NAMES.contains(name.toLowerCase(Locale.ROOT)) ? CATEGORICAL : TEXT;
  }

  private static FeedbackKind ofObject(String name, JsonObject object) {
    Set<String> names = object.members().keySet();
    if (names.contains("candidates") || names.contains("ranking")) {
      return PREFERENCE;
    }
    return name.equals(CORRECTION_NAME) && names.contains("text") ? CORRECTION : CATEGORICAL;
  }
}
