package io.threadmark.processor.feedback.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.schema.ErrorDetail;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Scale;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolarityTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "user_feedback | BOOLEAN     | true         | POSITIVE",
        "user_feedback | BOOLEAN     | false        | NEGATIVE",
        "copied        | BOOLEAN     | true         | POSITIVE",
        "copied        | BOOLEAN     | false        | NONE",
        "Regenerated   | BOOLEAN     | true         | NEGATIVE",
        "dismissed     | BOOLEAN     | false        | NONE",
        "rating        | CATEGORICAL | \"Excellent\" | POSITIVE",
        "rating        | CATEGORICAL | \"Not Good\"  | NEGATIVE",
        "rating        | CATEGORICAL | \"passable\"  | NEUTRAL",
        "rating        | CATEGORICAL | \"👎\"        | NEGATIVE",
        "rating        | CATEGORICAL | \"👍🏽\"       | POSITIVE",
        "rating        | CATEGORICAL | \"👎🏿\"       | NEGATIVE",
        "rating        | CATEGORICAL | \"👍\uFE0F\"  | POSITIVE",
        "rating        | CATEGORICAL | \"❤️\"        | POSITIVE",
        "rating        | CATEGORICAL | \"❤\"         | POSITIVE",
        "rating        | CATEGORICAL | \"thumbs up\" | POSITIVE",
        "rating        | CATEGORICAL | \"Thumbs-Up\" | POSITIVE",
        "rating        | CATEGORICAL | \"thumbs__down\" | NEGATIVE",
        "rating        | CATEGORICAL | \"ｇｏｏｄ\"      | POSITIVE",
        "rating        | CATEGORICAL | \"+1\"        | POSITIVE",
        "rating        | CATEGORICAL | \"-1\"        | NEGATIVE",
        "rating        | CATEGORICAL | \" -1 \"      | NEGATIVE",
        "rating        | CATEGORICAL | \"1\"         | NONE",
        "rating        | CATEGORICAL | \"-2\"        | NONE",
        "rating        | CATEGORICAL | \":thumbs_up:\" | POSITIVE",
        "rating        | CATEGORICAL | \":thumbs-down:\" | NEGATIVE",
        "rating        | CATEGORICAL | \":+1:\"      | POSITIVE",
        "rating        | CATEGORICAL | \":-1:\"      | NEGATIVE",
        "rating        | CATEGORICAL | \":heart:\"   | POSITIVE",
        "rating        | CATEGORICAL | \":tada:\"    | POSITIVE",
        "rating        | CATEGORICAL | \"♥\"         | POSITIVE",
        "rating        | CATEGORICAL | \"\u2665\uFE0F\" | POSITIVE",
        "rating        | CATEGORICAL | \"🚀\"        | POSITIVE",
        "rating        | CATEGORICAL | \"😕\"        | NEGATIVE",
        "rating        | CATEGORICAL | \"so_so\"     | NEUTRAL",
        "rating        | CATEGORICAL | \"purple\"    | NONE",
        "thumbs        | NUMERIC     | 1            | POSITIVE",
        "thumbs-up     | NUMERIC     | 0            | NEGATIVE",
        "thumbs        | NUMERIC     | 1.0          | POSITIVE",
        "thumbs        | NUMERIC     | 1e-400       | NONE",
        "thumbs        | NUMERIC     | 0.99999999999999999999 | NONE",
        "rating        | CATEGORICAL | \"🤷🏽‍♀️\" | NEUTRAL",
        "thumbs        | NUMERIC     | 2            | NONE",
        "thumbs_down   | NUMERIC     | 1            | NEGATIVE",
        "thumbs_down   | NUMERIC     | 0            | NONE",
        "thumbs_down   | BOOLEAN     | true         | NEGATIVE",
        "stars         | NUMERIC     | 1            | NONE",
        "rating        | CATEGORICAL | 7            | NONE",
        "comment       | TEXT        | \"good\"      | NONE",
        "stars         | NUMERIC     | 5            | NONE",
        "user_feedback | BOOLEAN     | not json     | NONE",
      })
  void wordsAndTruthValuesHaveAPolarity(String name, String kind, String value, Polarity expected) {
    assertThat(Polarity.of(feedback(name, kind, value))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 5, 5, POSITIVE",
    "1, 5, 3.1, POSITIVE",
    "1, 5, 3, NEUTRAL",
    "1, 5, 1, NEGATIVE",
    "-1, 1, 0, NEUTRAL",
    "0, 1, 0.49, NEGATIVE",
    "0.1, 0.3, 0.2, NEUTRAL",
    "-1e308, 1e308, 1e308, POSITIVE",
    "-1e308, 1e308, 1e160, POSITIVE",
    "-1e308, 1e308, 0, NEUTRAL",
    "-1.7e308, 1.7e308, 0, NEUTRAL",
    "-1.7e308, 1.7e308, -1, NEGATIVE",
    "1e308, 1.7e308, 1.2e308, NEGATIVE",
    "-1.7e308, -1e308, -1.2e308, POSITIVE"
  })
  void aNumberIsJudgedByTheMiddleOfItsScale(
      double min, double max, String value, Polarity expected) {
    Feedback feedback = feedback("stars", "NUMERIC", value);
    feedback.setScale(new Scale(min, max));
    assertThat(Polarity.of(feedback)).isEqualTo(expected);
  }

  @Property
  void theBoundsOfEveryScaleAreOnEitherSideOfItsMiddle(@ForAll double one, @ForAll double other) {
    Assume.that(Double.isFinite(one) && Double.isFinite(other) && one != other);
    double min = Math.min(one, other);
    double max = Math.max(one, other);
    Assume.that(max / 2 - min / 2 > Double.MIN_NORMAL);
    assertThat(ofNumber(min, max, min)).isEqualTo(Polarity.NEGATIVE);
    assertThat(ofNumber(min, max, max)).isEqualTo(Polarity.POSITIVE);
  }

  private static Polarity ofNumber(double min, double max, double value) {
    Feedback feedback = feedback("stars", "NUMERIC", Double.toString(value));
    feedback.setScale(new Scale(min, max));
    return Polarity.of(feedback);
  }

  @Test
  void aJudgeThatFailedSaysNothing() {
    Feedback feedback = feedback("grounded", "BOOLEAN", "true");
    feedback.setError(new ErrorDetail("timeout", null));
    assertThat(Polarity.of(feedback)).isEqualTo(Polarity.NONE);
  }

  private static Feedback feedback(String name, String kind, String value) {
    Feedback feedback = new Feedback();
    feedback.setName(name);
    feedback.setKind(kind);
    feedback.setValueJson(value);
    return feedback;
  }
}
