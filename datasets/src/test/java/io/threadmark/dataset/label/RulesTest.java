package io.threadmark.dataset.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.json.WellFormed;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {
  private static final Arbitrary<String> NAMES =
      Arbitraries.strings().ofMinLength(1).ofMaxLength(6).filter(RulesTest::isWellFormed);

  @Property(tries = 300)
  void rulesAreReadAsTheyAreSpelled(@ForAll("rules") ObjectNode given) {
    Rules rules = Rules.read(given);

    assertThat(Rules.read(Json.read(Json.text(rules.json())))).isEqualTo(rules);
    assertThat(Json.text(Rules.read(rules.json()).json())).isEqualTo(Json.text(rules.json()));
    given
        .properties()
        .forEach(
            member ->
                assertThat(rules.json().path(member.getKey()))
                    .as(member.getKey())
                    .isEqualTo(member.getValue()));
  }

  @Test
  void whatIsLeftOutIsAsInTheStandard() {
    assertThat(
            Rules.read(Json.read("{\"names\":null,\"policy\":{},\"few_shot\":{\"per_intent\":5}}")))
        .isEqualTo(Rules.STANDARD);
    assertThat(Rules.read(Rules.STANDARD.json())).isEqualTo(Rules.STANDARD);
  }

  @Test
  void whatIsNullInAMapIsNotThere() {
    assertThat(
            Rules.read(
                Json.read(
                    "{\"thresholds\":{\"a\":null},\"policy\":{\"rename\":{\"a\":null},"
                        + "\"polarity\":{\"a\":null}}}")))
        .isEqualTo(Rules.STANDARD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          3                                            | rules must be an object
          {"min_raters":0}                             | rules.min_raters must be at least 1
          {"min_raters":1.5}                           | rules.min_raters must be a whole number of at most 2147483647
          {"min_raters":"2"}                           | rules.min_raters must be a number
          {"max_per_rater":-1}                         | rules.max_per_rater must not be negative; 0 means all
          {"max_per_rater":1e99}                       | rules.max_per_rater must be a whole number of at most 2147483647
          {"agreement_at_least":1.1}                   | rules.agreement_at_least must be from 0 to 1
          {"agreement_at_least":1e400}                 | rules.agreement_at_least must be a number
          {"implicit":1}                               | rules.implicit must be true or false
          {"names":"a"}                                | rules.names must be a list
          {"names":[1]}                                | rules.names must have texts that are not empty
          {"source_types":["PERSON"]}                  | rules.source_types must have only words of HUMAN, LLM_JUDGE, CODE, UNSPECIFIED
          {"ranking_pairs":"some"}                     | rules.ranking_pairs must be one of all, adjacent
          {"ranking_pairs":1}                          | rules.ranking_pairs must be one of all, adjacent
          {"few_shot":{"per_intent":0}}                | rules.few_shot.per_intent must be at least 1
          {"few_shot":{"token_budget":0}}              | rules.few_shot.token_budget must be at least 1
          {"few_shot":{"tokens":1}}                    | rules.few_shot.tokens is not known; there are per_intent, token_budget
          {"min_rater":2}                              | rules.min_rater is not known; is it min_raters?
          {"thresholds":{"a":{}}}                      | rules.thresholds.a.positive_from must be there, or negative_to
          {"thresholds":{"a":{"positive_from":2,"negative_to":2}}} | rules.thresholds.a.positive_from must be greater than negative_to
          {"thresholds":{"a":4}}                       | rules.thresholds.a must be an object
          {"thresholds":[]}                            | rules.thresholds must be an object
          {"policy":{"rename":{"a":""}}}               | rules.policy.rename.a must be a text that is not empty
          {"policy":{"polarity":{"a":{}}}}             | rules.policy.polarity.a must have always, values, positive_from, negative_to, or some of them
          {"policy":{"polarity":{"a":{"always":"GOOD"}}}} | rules.policy.polarity.a.always must be one of POSITIVE, NEGATIVE, NEUTRAL, NONE
          {"policy":{"polarity":{"a":{"values":{"x":"good"}}}}} | rules.policy.polarity.a.values.x must be one of POSITIVE, NEGATIVE, NEUTRAL, NONE
          {"policy":{"polarity":{"a":{"positive_from":1,"negative_to":1}}}} | rules.policy.polarity.a.positive_from must be greater than negative_to
          """)
  void whatIsWrongIsNamed(String json, String message) {
    assertThatThrownBy(() -> Rules.read(Json.read(json))).hasMessage(message);
  }

  @Provide
  Arbitrary<ObjectNode> rules() {
    return Combinators.combine(
            policy(),
            NAMES.set().ofMaxSize(3).map(RulesTest::sorted),
            Arbitraries.subsetOf("HUMAN", "LLM_JUDGE", "CODE").map(RulesTest::sorted),
            map(limits().map(RulesTest::decimals)),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(1, 9),
            Arbitraries.bigDecimals().between(BigDecimal.ZERO, BigDecimal.ONE).ofScale(2))
        .as(
            (policy, names, types, thresholds, implicit, number, share) -> {
              ObjectNode json = Json.object();
              json.set("policy", policy);
              json.set("names", names);
              json.set("source_types", types);
              json.set("exclude_raters", names);
              json.set("thresholds", thresholds);
              json.put("implicit", implicit);
              json.put("min_raters", number);
              json.put("max_per_rater", number - 1);
              json.put("agreement_at_least", BigDecimal.valueOf(share.doubleValue()));
              json.put("ranking_pairs", implicit ? "adjacent" : "all");
              json.putObject("few_shot").put("per_intent", number).put("token_budget", 7 * number);
              return json;
            });
  }

  private static Arbitrary<ObjectNode> policy() {
    Arbitrary<String> words = Arbitraries.of("POSITIVE", "NEGATIVE", "NEUTRAL", "NONE");
    Arbitrary<ObjectNode> polarity =
        Combinators.combine(
                words.injectNull(0.5),
                map(words.map(word -> Json.object().textNode(word))),
                limits())
            .as(
                (always, values, limits) -> {
                  ObjectNode rule = Json.object();
                  rule.put("always", always);
                  rule.set("values", values);
                  rule.put("positive_from", limits.get(0).doubleValue());
                  rule.put("negative_to", limits.get(1).doubleValue());
                  return rule;
                });
    return Combinators.combine(map(NAMES.map(name -> Json.object().textNode(name))), map(polarity))
        .as(
            (rename, rules) -> {
              ObjectNode policy = Json.object();
              policy.set("rename", rename);
              policy.set("polarity", rules);
              return policy;
            });
  }

  /** The higher one first. */
  private static Arbitrary<List<BigDecimal>> limits() {
    return Arbitraries.bigDecimals()
        .between(BigDecimal.valueOf(-1_000), BigDecimal.valueOf(1_000))
        .ofScale(3)
        .map(low -> List.of(low.add(BigDecimal.ONE), low));
  }

  private static ObjectNode decimals(List<BigDecimal> limits) {
    return Json.object().put("positive_from", limits.get(0)).put("negative_to", limits.get(1));
  }

  private static Arbitrary<ObjectNode> map(Arbitrary<? extends JsonNode> values) {
    return Arbitraries.maps(NAMES, values)
        .ofMaxSize(3)
        .map(
            map -> {
              ObjectNode json = Json.object();
              new TreeMap<>(map).forEach(json::set);
              return json;
            });
  }

  private static JsonNode sorted(Set<String> texts) {
    return Json.array(new TreeSet<>(texts));
  }

  private static boolean isWellFormed(String text) {
    return WellFormed.of(text).equals(text);
  }
}
