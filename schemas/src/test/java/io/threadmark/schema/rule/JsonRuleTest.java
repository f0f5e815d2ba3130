package io.threadmark.schema.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRuleTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "\"a\"",
        "0",
        "-0",
        "1.50",
        "1e1000",
        "1e-1000",
        "1E+0001000",
        "0e1000",
        "[]",
        "{\"a\":[1,{\"b\":\"c\"}]}",
        " 1 "
      })
  void whatLaterStagesCanHoldIsTaken(String json) {
    assertThat(JsonRule.of(json)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "x",
        "01",
        "[",
        "[1",
        "{\"a\":1",
        "1 2",
        "[] []",
        "\"a",
        "{'a':1}",
        "NaN",
        "Infinity",
        "1e1001",
        "1e-1001",
        "1e-99999999999",
        "0e99999999999",
        "1e-2147483648",
        "1E2147483647",
        "[1,{\"a\":[1e99999999999]}]"
      })
  void anythingElseIsNot(String json) {
    assertThat(JsonRule.of(json)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-Infinity"})
  void whatIsNoNumberSaysWhatToSendInstead(String text) {
    assertThat(NumberRule.of(text)).contains(text).contains("null");
  }

  @Property
  void whatTheRuleTakesIsComputedWithExactly(
      @ForAll @IntRange(min = -1100, max = 1100) int exponent, @ForAll long digits) {
    String number = digits + "e" + exponent;
    boolean taken = NumberRule.of(number) == null;
    assertThat(taken).isEqualTo(Math.abs(exponent) <= 1000);
    if (taken) {
      BigDecimal value = new BigDecimal(number);
      assertThat(value.add(BigDecimal.ONE).subtract(value)).isEqualByComparingTo("1");
      assertThat(value.stripTrailingZeros()).isEqualByComparingTo(value);
    }
  }

  @Property
  void deepJsonIsRefusedAndHarmsNobody(@ForAll @IntRange(min = 1, max = 3000) int depth) {
    String json = "[".repeat(depth) + "]".repeat(depth);
    assertThat(JsonRule.of(json) == null).isEqualTo(depth <= 100);
  }
}
