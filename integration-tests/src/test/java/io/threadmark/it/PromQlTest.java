package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A check that lets everything pass would be none. */
class PromQlTest {

  @Test
  void metricsAndLabelsAreFound() {
    assertThat(
            PromQl.uses(
                "histogram_quantile(0.95, sum by (le) (rate(a_bucket{b=\"c\",d=~\"e|f\"}[5m])))"
                    + " / (sum(g) by (h) or vector(0))"))
        .containsExactly(
            new PromQl.Use("a_bucket", Map.of("b", "c"), Set.of("b", "d", "le")),
            new PromQl.Use("g", Map.of(), Set.of("h")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a +",
        "a b",
        "(a",
        "a)",
        "sum(a",
        "sum()",
        "sum by le (a)",
        "rate(a)",
        "sum(a[5m])",
        "a[5m]",
        "rate(a[5])",
        "rate(a[5m]) + b[5m]",
        "nothing(a)",
        "a{b}",
        "a{b=c}",
        "a{b=\"c\" d=\"e\"}",
        "a{b=\"c\"",
        "a & b",
        "rate(a[$__rate_interval])"
      })
  void whatIsNoPromQlIsRefused(String expression) {
    assertThatThrownBy(() -> PromQl.uses(expression)).isInstanceOf(AssertionError.class);
  }
}
