package io.threadmark.dataset.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.change.RuleSteps.Step;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.label.Rules;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleStepsTest {

  @Test
  void theSameRulesHaveNoSteps() {
    assertThat(RuleSteps.between(thresholds(3), thresholds(3)).steps()).isEmpty();
  }

  @Test
  void eachMemberIsAStepAndTheLastOneIsThere() {
    Rules to =
        rules(
            "{\"min_raters\":2,\"names\":[\"a\"],\"policy\":{\"rename\":{\"x\":\"a\"},"
                + "\"polarity\":{\"a\":{\"always\":\"NONE\"}}},\"few_shot\":{\"per_intent\":1}}");

    List<Step> steps = RuleSteps.between(thresholds(2), to).steps();

    assertThat(steps)
        .extracting(Step::member)
        .containsExactly(
            "rules.policy.rename.x",
            "rules.policy.polarity.a",
            "rules.thresholds.n0",
            "rules.thresholds.n1",
            "rules.names",
            "rules.min_raters",
            "rules.few_shot");
    assertThat(steps.get(2).rules().thresholds()).containsOnlyKeys("n1");
    assertThat(steps.get(6).rules()).isEqualTo(to);
  }

  @Test
  void manyNamesOfOneMemberAreOneStep() {
    List<Step> twelve = RuleSteps.between(Rules.STANDARD, thresholds(12)).steps();
    List<Step> one = RuleSteps.between(Rules.STANDARD, thresholds(13)).steps();

    assertThat(twelve).hasSize(12);
    assertThat(one).extracting(Step::member).containsExactly("rules.thresholds");
    assertThat(one.get(0).rules()).isEqualTo(thresholds(13));
  }

  private static Rules thresholds(int many) {
    ObjectNode json = Json.object();
    ObjectNode thresholds = json.putObject("thresholds");
    for (int name = 0; name < many; name++) {
      thresholds.putObject("n" + name).put("positive_from", name);
    }
    return Rules.read(json);
  }

  private static Rules rules(String json) {
    return Rules.read(Json.read(json));
  }
}
