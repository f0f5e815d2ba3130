package io.threadmark.processor.feedback.rows;

import static java.util.stream.Collectors.toUnmodifiableSet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.threadmark.schema.Feedback;
import java.math.BigDecimal;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether feedback speaks for or against what it is about. The table is documented in {@code
 * docs/data-model.md}; both say the same.
 */
public enum Polarity {
  POSITIVE,
  NEGATIVE,
  NEUTRAL,
  NONE;

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static final Set<String> POSITIVE_WORDS =
      words(
          "thumbs up, thumbsup, :thumbsup:, up, upvote, like, liked, love, loved, good, great, excellent,"
              + " positive, yes, correct, helpful, accepted, accept, approve, approved, pass, passed, true, +1, :+1:,"
              + " :thumbs_up:, heart, :heart:, tada, :tada:, hooray, rocket, :rocket:, :fire:, :100:, :clap:,"
              + " :raised_hands:, :pray:, :ok_hand:, :star:, :star2:, :white_check_mark:, :heavy_check_mark:, laugh,"
              + " :smile:, :smiley:, :grinning:, :blush:, :heart_eyes:,"
              + " 👍, ❤, ♥, 🧡, 💛, 💚, 💙, 💜, 😀, 😃, 😄, 😁, 😊, 🙂, 😍, 🥰, 🤩, 👏, 🙌, 🎉, 🔥, 💯, ✅, ✔, ⭐, 🌟, 🙏, 👌, 🚀, 🥳, 🤍, 💖");

  private static final Set<String> NEGATIVE_WORDS =
      words(
          "thumbs down, thumbsdown, :thumbsdown:, down, downvote, dislike, disliked, hate, bad, poor, terrible,"
              + " awful, negative, no, incorrect, wrong, not good, not helpful, unhelpful, rejected, reject, fail,"
              + " failed, false, -1, :-1:, :thumbs_down:, confused, :confused:, :x:, :no_entry_sign:, :broken_heart:, :angry:,"
              + " :rage:, :disappointed:, :worried:, :cry:, :sob:, :slightly_frowning_face:,"
              + " 👎, 💔, 😞, 😟, 🙁, ☹, 😠, 😡, 🤬, 😢, 😭, 🤮, 💩, ❌, ✖, 🚫, 😕, 😒, 😤");

  private static final Set<String> NEUTRAL_WORDS =
      words(
          "neutral, ok, okay, passable, mixed, average, so so, :neutral_face:, :shrug:, :thinking:, 😐, 😑, 😶, 🤷, 🤔");

  /** Names that ask whether the answer was good, so that 1 says yes and 0 says no. */
  private static final Set<String> POSITIVE_NAMES =
      words(
          "thumbs, thumb, thumbs up, thumbsup, like, liked, upvote, vote, helpful, correct, user feedback");

  /** Names of what speaks against the answer where it is true, and of nothing where it is not. */
  private static final Set<String> NEGATIVE_NAMES =
      words(
          "thumbs down, thumbsdown, dislike, disliked, downvote, dismissed, regenerated, retried");

  /** Implicit signals whose being true speaks for the answer. */
  private static final Set<String> POSITIVE_SIGNALS =
      words("copied, saved, accepted, inserted, shared");

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
    return ofTruth(ValueWord.plain(feedback.getName()), value.booleanValue());
  }

  private static Polarity ofTruth(String name, boolean isTrue) {
    if (NEGATIVE_NAMES.contains(name)) {
      return isTrue ? NEGATIVE : NONE;
    }
    if (POSITIVE_SIGNALS.contains(name)) {
      return isTrue ? POSITIVE : NONE;
    }
    return isTrue ? POSITIVE : NEGATIVE;
  }

  /**
   * Above the middle of the scale is positive, below it negative. Without a scale, 1 and 0 are true
   * and false where the name asks for no more, and other numbers have no polarity.
   */
  private static Polarity ofNumber(Feedback feedback) {
    JsonNode value = value(feedback);
    if (!value.isNumber()) {
      return NONE;
    }
    if (feedback.getScale() == null) {
      return ofBit(ValueWord.plain(feedback.getName()), value.decimalValue());
    }
    // Halved first: the sum of two large bounds is infinite.
    double middle = feedback.getScale().getMin() / 2 + feedback.getScale().getMax() / 2;
    int side = Double.compare(value.doubleValue(), middle);
    return side > 0 ? POSITIVE : side < 0 ? NEGATIVE : NEUTRAL;
  }

  private static Polarity ofBit(String name, BigDecimal value) {
    boolean asksForNoMore =
        POSITIVE_NAMES.contains(name)
            || NEGATIVE_NAMES.contains(name)
            || POSITIVE_SIGNALS.contains(name);
    boolean isOne = value.compareTo(BigDecimal.ONE) == 0;
    return asksForNoMore && (isOne || value.signum() == 0) ? ofTruth(name, isOne) : NONE;
  }

  private static Polarity ofCategory(JsonNode value) {
    if (value.isBoolean()) {
      return value.booleanValue() ? POSITIVE : NEGATIVE;
    }
    if (!value.isTextual()) {
      return NONE;
    }
    String word = ValueWord.plain(value.textValue());
    if (POSITIVE_WORDS.contains(word)) {
      return POSITIVE;
    }
    if (NEGATIVE_WORDS.contains(word)) {
      return NEGATIVE;
    }
    return NEUTRAL_WORDS.contains(word) ? NEUTRAL : NONE;
  }

  private static Set<String> words(String list) {
    return Stream.of(list.split(",", -1)).map(ValueWord::plain).collect(toUnmodifiableSet());
  }

  private static JsonNode value(Feedback feedback) {
    try {
      return JSON.readTree(feedback.getValueJson());
    } catch (JsonProcessingException e) {
      return JSON.missingNode(); // another producer's text that is not JSON has no polarity
    }
  }
}
