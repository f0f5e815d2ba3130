package io.threadmark.gateway.door.mlflow.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.gateway.refusal.InvalidEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a filter the list says, and what is looked at trace by trace. */
class ListParametersTest {
  private static final JsonObject INFO =
      new JsonObject()
          .put("trace_id", "tr-0123456789abcdef0123456789abcdef")
          .put("client_request_id", "r-1")
          .put("state", "OK")
          .put("request_time", "2026-01-01T00:00:01.500Z")
          .put("execution_duration", "0.250000000s")
          .put("tags", new JsonObject().put("env", "prod").put("mlflow.traceName", "chat"))
          .put("trace_metadata", new JsonObject().put("tier", "gold"))
          .put(
              "assessments",
              new JsonArray()
                  .add(assessment("good", "feedback", true))
                  .add(assessment("stars", "feedback", 4))
                  .add(assessment("answer", "expectation", "Paris")));

  private static JsonObject assessment(String name, String member, Object value) {
    return new JsonObject()
        .put("assessment_name", name)
        .put("valid", true)
        .put(member, new JsonObject().put("value", value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "status = 'OK' | status | OK",
        "status = 'STATE_UNSPECIFIED' | status | UNSET",
        "name = 'a,b\\c' | name | a\\,b\\\\c",
        "tags.env = 'prod' | tags | env:prod",
        "metadata.tier = 'gold' | metadata | tier:gold",
        "metadata.`mlflow.trace.session` = 's' | thread_id | s",
        "metadata.`mlflow.trace.user` = 'u' | user_ids | u",
        "timestamp >= 1700000000000 | after | 1700000000000",
        "timestamp > 1700000000000 | after | 1700000000001",
        "timestamp <= 1700000000000 | before | 1700000000001",
        "end_time < 1700000000000 | ended_before | 1700000000000",
        "execution_time > 20 | latency_ms | >20",
        "feedback.good IS NOT NULL | feedback_name | good",
        "expectation.answer IS NULL | not_feedback_name | expectation:answer",
      })
  void whatTheListCanSayItSays(String filter, String name, String value) throws InvalidEvent {
    ListParameters parameters = ListParameters.of(FilterParser.read(filter));
    assertThat(parameters.parameters()).isEqualTo(Map.of(name, List.of(value)));
    assertThat(parameters.rest()).isEmpty();
  }

  @Test
  void twoConditionsOfOneParameterMustBothHold() throws InvalidEvent {
    ListParameters parameters =
        ListParameters.of(FilterParser.read("tags.a = '1' AND tags.b = '2'"));
    assertThat(parameters.parameters()).isEqualTo(Map.of("tags", List.of("a:1")));
    assertThat(parameters.rest()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "status != 'OK' | false",
        "status IN ('ERROR', 'OK') | true",
        "status NOT IN ('ERROR') | true",
        "name LIKE 'ch%' | true",
        "name RLIKE '^x' | false",
        "request_id = '0123456789ABCDEF0123456789ABCDEF' | true",
        "timestamp = 1767225601500 | true",
        "timestamp != 1767225601500 | false",
        "execution_time = 250 | true",
        "end_time >= 1767225601750 | true",
        "end_time > 1767225601750 | false",
        "tags.env != 'dev' | true",
        "tags.absent != 'dev' | false",
        "tags.absent IS NULL | true",
        "metadata.tier ILIKE 'GO%' | true",
        "feedback.good = 'True' | true",
        "feedback.good != 'true' | false",
        "feedback.stars = '4.0' | true",
        "feedback.stars >= 4 | true",
        "feedback.stars < 4 | false",
        "feedback.stars IS NULL | false",
        "feedback.answer IS NULL | true",
        "expectation.answer = 'Paris' | true",
      })
  void aConditionHoldsOfATraceOrNot(String filter, boolean holds) throws InvalidEvent {
    assertThat(TraceTest.of(FilterParser.read(filter).get(0)).holds(INFO)).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource({
    "timestamp_ms DESC, -created",
    "timestamp ASC, created",
    "attributes.timestamp, created",
    "execution_time desc, -latency"
  })
  void anOrderIsThatOfTheList(String given, String sort) throws InvalidEvent {
    assertThat(ListParameters.sort(List.of(given, "request_id ASC"))).isEqualTo(sort);
  }

  @Test
  void anotherOrderIsRefused() {
    assertThatThrownBy(() -> ListParameters.sort(List.of("tags.env ASC")))
        .isInstanceOf(InvalidEvent.class)
        .hasMessageContaining("timestamp or execution_time");
  }

  @Test
  void aPageTokenIsReadAsItWasWritten() throws InvalidEvent {
    PageToken token = new PageToken("c:d", 7);
    assertThat(PageToken.read(token.written())).isEqualTo(token);
    assertThatThrownBy(() -> PageToken.read("!")).isInstanceOf(InvalidEvent.class);
    assertThatThrownBy(() -> PageToken.read("LTE6")).isInstanceOf(InvalidEvent.class);
  }
}
