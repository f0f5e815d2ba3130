package io.threadmark.processor.rollup.number;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTest {

  @Property
  void aValueHasOneTextHoweverItIsWritten(
      @ForAll("values") BigDecimal value, @ForAll @IntRange(max = 30) int zeros) {
    assertThat(Decimal.text(value.setScale(value.scale() + zeros)))
        .isEqualTo(Decimal.text(value))
        .satisfies(text -> assertThat(new BigDecimal(text)).isEqualByComparingTo(value));
  }

  @Property
  void aPlainTextIsTheSameNumber(@ForAll("values") BigDecimal value) {
    String text = Decimal.text(value);
    assertThat(new BigDecimal(Decimal.plain(text))).isEqualByComparingTo(value);
    assertThat(Decimal.plain(text)).hasSizeLessThan(60);
  }

  @ParameterizedTest
  @CsvSource({"1E+3,1000", "0.1,0.1", "1E-7,0.0000001", "1E+399,1E+399", "-5E+1,-50", "0,0"})
  void peopleReadNoExponentWhereTheNumberIsShort(String text, String plain) {
    assertThat(Decimal.plain(text)).isEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1E+400",
        "-1E+1000000",
        "1E-402",
        "1E+2147483647",
        "123E+2147483647",
        "1E-999999"
      })
  void aNumberThatNoDoubleIsLikeIsNone(String text) {
    assertThat(Decimal.bounded(new BigDecimal(text))).isNull();
  }

  @Test
  void aLongNumberThatNoDoubleIsLikeIsNoneEvenWhereItCannotBeRounded() {
    BigDecimal number = new BigDecimal("12345678901234567890123456789012345678E+2147483647");
    assertThat(Decimal.bounded(number)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-0.0", "0E+401", "0E-401", "0E+2147483647", "0E-2147483647"})
  void nothingIsNothingWhateverItsExponent(String text) {
    assertThat(Decimal.bounded(new BigDecimal(text))).isEqualByComparingTo(BigDecimal.ZERO);
  }

  @Test
  void whatIsDividedByNothingIsNothing() {
    assertThat(Decimal.quotient("1", 0)).isNull();
    assertThat(Decimal.quotient("1", 3)).isEqualTo(1.0 / 3);
  }

  @Provide
  Arbitrary<BigDecimal> values() {
    return Decimals.any();
  }
}
