package io.threadmark.gateway.door.mlflow.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.gateway.refusal.InvalidEvent;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar of filters. */
class FilterParserTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "status = 'OK' | STATUS | | EQUAL | OK",
        "attributes.status='ERROR' | STATUS | | EQUAL | ERROR",
        "trace.client_request_id = \"r 1\" | CLIENT_REQUEST_ID | | EQUAL | r 1",
        "timestamp_ms >= 1700000000000 | TIMESTAMP | | AT_LEAST | 1700000000000",
        "execution_time<1.5 | EXECUTION_TIME | | LESS | 1.5",
        "tags.env != 'prod' | TAG | env | UNEQUAL | prod",
        "tag.`a.b c` LIKE '%x_' | TAG | a.b c | LIKE | %x_",
        "metadata.mlflow.trace.session = 's' | METADATA | mlflow.trace.session | EQUAL | s",
        "request_metadata.\"k\" ilike 'V' | METADATA | k | ILIKE | V",
        "feedback.quality > 0.5 | FEEDBACK | quality | MORE | 0.5",
        "feedback.`is good` = 'it''s' | FEEDBACK | is good | EQUAL | it's",
        "expectation.answer rlike '^a' | EXPECTATION | answer | RLIKE | ^a",
        "request_id = 'tr-1' | TRACE_ID | | EQUAL | tr-1",
        "run_id = 'r' | METADATA | mlflow.sourceRun | EQUAL | r",
      })
  void aConditionIsReadWithItsFieldOperatorAndValue(
      String filter, Field.Kind kind, String key, Operator operator, String value)
      throws InvalidEvent {
    assertThat(FilterParser.read(filter))
        .containsExactly(new Condition(new Field(kind, key), operator, List.of(value)));
  }

  @Test
  void conditionsStandWithAndBetweenThem() throws InvalidEvent {
    assertThat(
            FilterParser.read(
                "name IN ('a', \"b\") AND tags.x IS NULL and tags.y is not null AND status NOT IN ('OK')"))
        .extracting(Condition::operator)
        .containsExactly(Operator.IN, Operator.IS_NULL, Operator.IS_NOT_NULL, Operator.NOT_IN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "\n"})
  void anEmptyFilterHasNoConditions(String filter) throws InvalidEvent {
    assertThat(FilterParser.read(filter)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "status | =, !=",
        "status = | text in quotes (at character 9)",
        "status = OK | text in quotes (at character 10)",
        "status = 'OK | quote without an end (at character 10)",
        "status = 'OK' OR name = 'x' | OR and parentheses are not known (at character 15)",
        "(status = 'OK') | name of a field (at character 1)",
        "timestamp = 'x' | compare with a number",
        "timestamp LIKE '1' | cannot compare that field by LIKE",
        "status IS NULL | cannot compare that field by IS NULL",
        "tags.a IN ('b') | cannot compare that field by IN",
        "tags.a > 'b' | cannot compare that field by >",
        "feedback.a > 'b' | compare with a number",
        "name IN ('a' 'b') | must have )",
        "colour = 'red' | field that is not known",
        "span.name = 'x' | span.name, by which traces cannot be searched",
        "trace.text LIKE '%x%' | trace.text, by which traces cannot be searched",
        "status == 'OK' | =, !=",
        "tags. = 'x' | name of a field (at character 6)",
      })
  void whatIsWrongIsToldByItsPlace(String filter, String told) {
    assertThatThrownBy(() -> FilterParser.read(filter))
        .isInstanceOf(InvalidEvent.class)
        .hasMessageContaining(told)
        .hasMessageContaining("(at character ");
  }

  @Test
  void aFilterIsBounded() {
    assertThatThrownBy(() -> FilterParser.read("name = 'x' AND ".repeat(60) + "name = 'x'"))
        .isInstanceOf(InvalidEvent.class)
        .hasMessageContaining("at most 50 conditions");
    assertThatThrownBy(() -> FilterParser.read("x".repeat(20_000)))
        .isInstanceOf(InvalidEvent.class);
  }

  @Property
  void whateverIsSentIsReadOrRefused(@ForAll("filters") String filter) {
    try {
      List<Condition> conditions = FilterParser.read(filter);
      ListParameters parameters = ListParameters.of(conditions);
      assertThat(parameters.rest()).hasSizeLessThanOrEqualTo(conditions.size());
    } catch (InvalidEvent e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  @Provide
  Arbitrary<String> filters() {
    Arbitrary<String> words =
        Arbitraries.of(
            "status",
            "tags",
            "feedback",
            ".",
            "`",
            "'",
            "\"",
            "=",
            "!=",
            ">",
            "LIKE",
            "RLIKE",
            "IN",
            "(",
            ")",
            ",",
            "AND",
            "IS",
            "NOT",
            "NULL",
            " ",
            "1",
            "1e999999999",
            "-",
            "'a'",
            "'['",
            "timestamp",
            "execution_time",
            "name",
            "metadata.k",
            "9".repeat(50),
            "\u0000",
            "\ud800");
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(40),
        words.list().ofMaxSize(12).map(parts -> String.join(" ", parts)),
        words.list().ofMaxSize(12).map(parts -> String.join("", parts)));
  }
}
