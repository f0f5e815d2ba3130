package io.threadmark.dataset.label;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.InvalidMemberException;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.json.Members;
import io.threadmark.schema.PolarityRule;
import io.threadmark.schema.rule.RuledPolarity;
import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Supplier;

/** How rules are spelled. */
final class RulesJson {
  private static final List<String> SOURCE_TYPES =
      List.of("HUMAN", "LLM_JUDGE", "CODE", "UNSPECIFIED");
  private static final List<String> RANKING_PAIRS = List.of("all", "adjacent");

  private static final List<String> RULES =
      List.of(
          "policy",
          "names",
          "source_types",
          "exclude_raters",
          "thresholds",
          "implicit",
          "min_raters",
          "max_per_rater",
          "agreement_at_least",
          "ranking_pairs",
          "few_shot");

  private static final List<String> POLICY = List.of("rename", "polarity");
  private static final List<String> POLARITY =
      List.of("always", "values", "positive_from", "negative_to");

  private static final List<String> THRESHOLD = List.of("positive_from", "negative_to");
  private static final List<String> FEW_SHOT = List.of("per_intent", "token_budget");

  private RulesJson() {}

  static Rules read(JsonNode json, String path) {
    Members rules = Members.of(json, path, RULES);
    Policy policy = policy(rules.object("policy", POLICY));
    SortedSet<String> names = rules.texts("names");
    SortedSet<String> sourceTypes = rules.words("source_types", SOURCE_TYPES);
    SortedSet<String> excludeRaters = rules.texts("exclude_raters");
    SortedMap<String, Threshold> thresholds = rules.named("thresholds", RulesJson::threshold);
    boolean implicit = rules.isTrue("implicit");
    int minRaters = orElse(rules.whole("min_raters"), 1);
    int maxPerRater = orElse(rules.whole("max_per_rater"), 0);
    BigDecimal agreement = rules.number("agreement_at_least");
    String pairs = rules.word("ranking_pairs", RANKING_PAIRS);
    FewShotCaps fewShot = fewShot(rules);
    return within(
        path,
        () ->
            new Rules(
                policy,
                names,
                sourceTypes,
                excludeRaters,
                thresholds,
                implicit,
                minRaters,
                maxPerRater,
                agreement == null ? 0 : agreement.doubleValue(),
                "adjacent".equals(pairs),
                fewShot));
  }

  static ObjectNode of(Rules rules) {
    ObjectNode json = Json.object();
    json.set("policy", policy(rules.policy()));
    json.set("names", Json.array(rules.names()));
    json.set("source_types", Json.array(rules.sourceTypes()));
    json.set("exclude_raters", Json.array(rules.excludeRaters()));
    ObjectNode limits = json.putObject("thresholds");
    rules
        .thresholds()
        .forEach(
            (name, threshold) ->
                limits
                    .putObject(name)
                    .put("positive_from", threshold.positiveFrom())
                    .put("negative_to", threshold.negativeTo()));
    json.put("implicit", rules.implicit());
    json.put("min_raters", rules.minRaters());
    json.put("max_per_rater", rules.maxPerRater());
    json.put("agreement_at_least", BigDecimal.valueOf(rules.agreementAtLeast()));
    json.put("ranking_pairs", rules.adjacentPairs() ? "adjacent" : "all");
    json.putObject("few_shot")
        .put("per_intent", rules.fewShot().perIntent())
        .put("token_budget", rules.fewShot().tokenBudget());
    return json;
  }

  private static Policy policy(Members given) {
    return given == null
        ? Policy.STAMPED
        : new Policy(
            given.named("rename", Members::text), given.named("polarity", RulesJson::polarity));
  }

  /** A rule that says nothing is no rule, and not the common table either. */
  private static PolarityRule polarity(Members rules, String name) {
    Members rule = rules.object(name, POLARITY);
    String always = rule.word("always", RuledPolarity.WORDS);
    SortedMap<String, String> values =
        rule.named("values", (given, value) -> given.word(value, RuledPolarity.WORDS));
    Double positiveFrom = limit(rule, "positive_from");
    Double negativeTo = limit(rule, "negative_to");
    if (always == null && values.isEmpty() && positiveFrom == null && negativeTo == null) {
      throw rules.invalid(name, "must have " + String.join(", ", POLARITY) + ", or some of them");
    }
    if (positiveFrom != null && negativeTo != null && positiveFrom <= negativeTo) {
      throw rule.invalid("positive_from", "must be greater than negative_to");
    }
    return new PolarityRule(always, values, positiveFrom, negativeTo);
  }

  private static Double limit(Members rule, String name) {
    BigDecimal limit = rule.number(name);
    return limit == null ? null : Double.valueOf(limit.doubleValue());
  }

  private static ObjectNode policy(Policy policy) {
    ObjectNode json = Json.object();
    ObjectNode rename = json.putObject("rename");
    policy.rename().forEach(rename::put);
    ObjectNode polarity = json.putObject("polarity");
    policy.polarity().forEach((name, rule) -> polarity.set(name, polarity(rule)));
    return json;
  }

  private static ObjectNode polarity(PolarityRule rule) {
    ObjectNode json = Json.object();
    json.put("always", rule.getAlways());
    ObjectNode values = json.putObject("values");
    new TreeMap<>(rule.getValues()).forEach(values::put);
    json.put("positive_from", rule.getPositiveFrom());
    json.put("negative_to", rule.getNegativeTo());
    return json;
  }

  private static Threshold threshold(Members thresholds, String name) {
    Members given = thresholds.object(name, THRESHOLD);
    BigDecimal positiveFrom = given.number("positive_from");
    BigDecimal negativeTo = given.number("negative_to");
    return within(thresholds.at(name), () -> new Threshold(positiveFrom, negativeTo));
  }

  private static FewShotCaps fewShot(Members rules) {
    Members given = rules.object("few_shot", FEW_SHOT);
    if (given == null) {
      return FewShotCaps.STANDARD;
    }
    int perIntent = orElse(given.whole("per_intent"), FewShotCaps.STANDARD.perIntent());
    int tokenBudget = orElse(given.whole("token_budget"), FewShotCaps.STANDARD.tokenBudget());
    return within(rules.at("few_shot"), () -> new FewShotCaps(perIntent, tokenBudget));
  }

  private static int orElse(Integer given, int usual) {
    return given == null ? usual : given;
  }

  /** What is made knows the names of its members, and not where it stands itself. */
  private static <T> T within(String path, Supplier<T> made) {
    try {
      return made.get();
    } catch (InvalidMemberException e) {
      throw e.within(path);
    }
  }
}
