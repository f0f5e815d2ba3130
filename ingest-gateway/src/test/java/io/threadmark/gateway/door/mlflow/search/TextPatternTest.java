package io.threadmark.gateway.door.mlflow.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.gateway.refusal.InvalidEvent;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** Patterns of filters. */
class TextPatternTest {

  @Property
  void likeIsTheRegularExpressionThatItStandsFor(
      @ForAll @Chars({'a', 'b', '%', '_'}) @StringLength(max = 8) String pattern,
      @ForAll @Chars({'a', 'b'}) @StringLength(max = 8) String text)
      throws InvalidEvent {
    String expression = pattern.replace("%", ".*").replace("_", ".");
    assertThat(TextPattern.of(Operator.LIKE, pattern).fits(text))
        .isEqualTo(Pattern.matches(expression, text));
  }

  @Test
  void ilikeTakesEveryCase() throws InvalidEvent {
    assertThat(TextPattern.of(Operator.ILIKE, "%ÉCOLE%").fits("une école")).isTrue();
    assertThat(TextPattern.of(Operator.LIKE, "%ÉCOLE%").fits("une école")).isFalse();
  }

  @Test
  void rlikeFindsAnywhere() throws InvalidEvent {
    assertThat(TextPattern.of(Operator.RLIKE, "b+c$").fits("abbc")).isTrue();
    assertThat(TextPattern.of(Operator.RLIKE, "^b").fits("abbc")).isFalse();
  }

  @Test
  void anExpressionThatNeverEndsIsGivenUp() throws InvalidEvent {
    TextPattern pattern = TextPattern.of(Operator.RLIKE, "((.*)a){20}\\2b");
    assertThatThrownBy(() -> pattern.fits("a".repeat(60)))
        .isInstanceOf(InvalidEvent.class)
        .hasMessageContaining("takes too long");
  }

  @Test
  void anExpressionThatIsNoneIsRefused() {
    assertThatThrownBy(() -> TextPattern.of(Operator.RLIKE, "(")).isInstanceOf(InvalidEvent.class);
  }
}
