package io.threadmark.gateway.event;

import io.threadmark.gateway.json.CanonicalJson;
import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonBoolean;
import io.threadmark.gateway.json.Json.JsonNumber;
import io.threadmark.gateway.json.Json.JsonText;
import io.threadmark.gateway.json.JsonTree;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.FeedbackDefinition;
import io.threadmark.schema.PolarityRule;
import io.threadmark.schema.Scale;
import io.threadmark.schema.rule.RuledPolarity;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a project says of feedback of one name. What it does not say is not checked. */
public final class FeedbackRule {
  /** Of a name of which nothing is said. */
  static final FeedbackRule NONE = new FeedbackRule(FeedbackDefinition.newBuilder().build());

  private static final int MOST_TOLD = 300;
  private final FeedbackKind kind;
  private final Scale scale;
  private final Set<String> allowed;
  private final String toldAllowed;
  private final PolarityRule polarity;

  FeedbackRule(FeedbackDefinition definition) {
    kind = FeedbackKind.named(definition.getKind());
    scale = definition.getScale();
    allowed = byValue(definition.getAllowedValues());
    toldAllowed = told(definition.getAllowedValues());
    polarity = definition.getPolarity();
  }

  /**
   * The kind of feedback.
   *
   * @param given the kind that it tells; null for none
   * @return null where neither it nor the project tells one
   */
  FeedbackKind kind(FeedbackKind given, String path) throws InvalidEvent {
    if (given != null && kind != null && given != kind) {
      throw InvalidEvent.field(path, "must be " + kind + ", the kind that the project defines");
    }
    return given != null ? given : kind;
  }

  /**
   * The scale of feedback.
   *
   * @param given the scale that it tells; null for none
   */
  Scale scale(Scale given, FeedbackKind kindOfValue, String path) throws InvalidEvent {
    if (given != null && scale != null && !given.equals(scale)) {
      throw InvalidEvent.field(
          path,
          "must be from "
              + scale.getMin()
              + " to "
              + scale.getMax()
              + ", the scale that the project defines");
    }
    return given == null && kindOfValue == FeedbackKind.NUMERIC ? scale : given;
  }

  /** Checks that a value is one of those that the project allows, if it names them. */
  void checkAllowed(Json value, String path) throws InvalidEvent {
    if (allowed != null && !allowed.contains(CanonicalJson.byValue(value))) {
      throw InvalidEvent.field(
          path, "is none of the values that the project allows: " + toldAllowed);
    }
  }

  /**
   * The polarity by the project's own rule; see {@link RuledPolarity}.
   *
   * @param value null for none
   * @param failed whether there is an error in the place of a judgement
   * @return null where the project has no rule, so that the common table decides
   */
  String polarity(Json value, boolean failed) {
    if (polarity == null) {
      return null;
    }
    if (failed) {
      return RuledPolarity.NONE;
    }
    if (value instanceof JsonText text) {
      return RuledPolarity.ofWord(polarity, text.value());
    }
    if (value instanceof JsonBoolean bool) {
      return RuledPolarity.ofWord(polarity, Boolean.toString(bool.value()));
    }
    return value instanceof JsonNumber number
        ? RuledPolarity.ofNumber(polarity, Double.parseDouble(number.text()))
        : RuledPolarity.ofOther(polarity);
  }

  /** The first of some values, as many as a person reads. */
  private static String told(List<String> jsons) {
    StringBuilder told = new StringBuilder();
    for (String json : jsons) {
      if (told.length() + json.length() > MOST_TOLD) {
        int room = Math.min(json.length(), told.isEmpty() ? MOST_TOLD : 0);
        return told.append(json, 0, room).append("…").toString();
      }
      told.append(told.isEmpty() ? "" : ", ").append(json);
    }
    return told.toString();
  }

  /** Null for any; a text that is not JSON, as another producer may write it, allows nothing. */
  private static Set<String> byValue(List<String> jsons) {
    if (jsons.isEmpty()) {
      return null;
    }
    Set<String> values = new HashSet<>();
    for (String json : jsons) {
      try {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        values.add(CanonicalJson.byValue(JsonTree.of(text, 0, text.length)));
      } catch (RequestRefused | InvalidEvent e) {
        continue;
      }
    }
    return values;
  }
}
