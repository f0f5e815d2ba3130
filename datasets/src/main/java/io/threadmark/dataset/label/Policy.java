package io.threadmark.dataset.label;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.PolarityRule;
import io.threadmark.schema.rule.RuledPolarity;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Another reading of feedback than the one that it was stamped with.
 *
 * @param rename name to the name that it counts under; several may become one. Applied once, and
 *     before anything else looks at names
 * @param polarity name to the rule that replaces the stamped polarity, in the shape that the
 *     settings of a project have
 */
public record Policy(SortedMap<String, String> rename, SortedMap<String, PolarityRule> polarity) {
  /** As it was stamped. */
  public static final Policy STAMPED = new Policy(new TreeMap<>(), new TreeMap<>());

  /** Whether what feedback of a name says of an answer is stated here, and so by the caller. */
  boolean rules(String name) {
    return polarity.containsKey(name);
  }

  /** The feedback as it counts; itself where nothing of it changes. */
  LabeledFeedback apply(LabeledFeedback feedback) {
    String name = rename.getOrDefault(feedback.getName(), feedback.getName());
    PolarityRule rule = polarity.get(name);
    String said = rule == null ? feedback.getPolarity() : polarity(feedback, rule);
    if (name.equals(feedback.getName()) && said.equals(feedback.getPolarity())) {
      return feedback;
    }
    return LabeledFeedback.newBuilder(feedback).setName(name).setPolarity(said).build();
  }

  private static String polarity(LabeledFeedback feedback, PolarityRule rule) {
    if (feedback.getError() != null) {
      return RuledPolarity.NONE;
    }
    JsonNode value = Json.read(feedback.getValueJson());
    if (value.isTextual() || value.isBoolean()) {
      return RuledPolarity.ofWord(rule, value.asText());
    }
    return value.isNumber()
        ? RuledPolarity.ofNumber(rule, value.doubleValue())
        : RuledPolarity.ofOther(rule);
  }
}
