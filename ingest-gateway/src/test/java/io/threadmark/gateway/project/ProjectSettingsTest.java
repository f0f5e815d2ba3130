package io.threadmark.gateway.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.threadmark.gateway.event.Event;
import io.threadmark.gateway.event.EventType;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.FeedbackDefinition;
import io.threadmark.schema.Key;
import io.threadmark.schema.Limits;
import io.threadmark.schema.PolarityRule;
import io.threadmark.schema.Project;
import io.threadmark.schema.Scale;
import io.threadmark.schema.project.Projects;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings of a project as they are put: what they say, and what is wrong with them. */
class ProjectSettingsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00.123456789Z");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"project_id\":\"p\",\"updated_at\":\"whenever\"}",
        "{\"rollup_ttl_days\":{},\"retention_days\":null,\"tag_keys\":[],\"feedback\":null}",
        "{\"rollup_ttl_days\":{\"minute\":7,\"hour\":400},\"accept_unknown_names\":true}"
      })
  void whatIsLeftOutHasItsDefault(String json) throws RequestRefused {
    Project expected = Projects.UNSET.of("p");
    expected.setUpdatedAt(Instant.parse("2026-01-01T12:00:00.123456Z"));

    assertThat(settings(json)).isEqualTo(expected);
  }

  @Test
  void everythingThatIsSaidIsKept() throws RequestRefused {
    Event event =
        read(
            """
            {"rollup_ttl_days":{"minute":1,"hour":2,"day":3},"retention_days":30,
             "tag_keys":["env","region"],"accept_unknown_names":false,
             "feedback":{
               "helpfulness":{"kind":"NUMERIC","scale":{"min":1,"max":5},"allowed_values":[1,2.50,5],
                 "description":"How much it helped","polarity":{"positive_from":4,"negative_to":2}},
               "verdict":{"kind":"CATEGORICAL","allowed_values":["spam","ham",{"b":1,"a":null}],
                 "polarity":{"always":null,"values":{"spam":"NEGATIVE","ham":"POSITIVE"}}},
               "anything":{"polarity":{}}, "nothing":null}}
            """);

    assertThat(event.type()).isEqualTo(EventType.PROJECT);
    assertThat(event.key()).isEqualTo(Key.settings("p"));
    assertThat(event.statement()).isNull();
    Project settings = (Project) event.value();
    assertThat(settings.getMinuteTtlDays()).isEqualTo(1);
    assertThat(settings.getHourTtlDays()).isEqualTo(2);
    assertThat(settings.getDayTtlDays()).isEqualTo(3);
    assertThat(settings.getRetentionDays()).isEqualTo(30);
    assertThat(settings.getTagKeys()).containsExactly("env", "region");
    assertThat(settings.getAcceptUnknownNames()).isFalse();
    assertThat(settings.getFeedback())
        .isEqualTo(
            Map.of(
                "helpfulness",
                new FeedbackDefinition(
                    "NUMERIC",
                    new Scale(1.0, 5.0),
                    List.of("1", "2.50", "5"),
                    "How much it helped",
                    new PolarityRule(null, Map.of(), 4.0, 2.0)),
                "verdict",
                new FeedbackDefinition(
                    "CATEGORICAL",
                    null,
                    List.of("\"spam\"", "\"ham\"", "{\"a\":null,\"b\":1}"),
                    null,
                    new PolarityRule(
                        null, Map.of("spam", "NEGATIVE", "ham", "POSITIVE"), null, null)),
                "anything",
                new FeedbackDefinition(null, null, List.of(), null, null)));
  }

  @ParameterizedTest(name = "{0} gets {1} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          []                                                           | invalid_field   |
          5                                                            | invalid_field   |
          {"colour":1}                                                 | unknown_field   | colour
          {"project_id":"other"}                                       | wrong_project   | project_id
          {"project_id":7}                                             | invalid_field   | project_id
          {"tag_keys":[],"tag_keys":[]}                                | duplicate_field | tag_keys
          {"rollup_ttl_days":7}                                        | invalid_field   | rollup_ttl_days
          {"rollup_ttl_days":{"week":7}}                               | unknown_field   | rollup_ttl_days.week
          {"rollup_ttl_days":{"minute":0}}                             | invalid_field   | rollup_ttl_days.minute
          {"rollup_ttl_days":{"minute":"7"}}                           | invalid_field   | rollup_ttl_days.minute
          {"rollup_ttl_days":{"minute":1.5}}                           | invalid_field   | rollup_ttl_days.minute
          {"rollup_ttl_days":{"minute":1e400}}                         | invalid_field   | rollup_ttl_days.minute
          {"rollup_ttl_days":{"minute":401}}                           | invalid_field   | rollup_ttl_days.hour
          {"rollup_ttl_days":{"hour":6}}                               | invalid_field   | rollup_ttl_days.hour
          {"rollup_ttl_days":{"day":399}}                              | invalid_field   | rollup_ttl_days.day
          {"rollup_ttl_days":{"day":36501}}                            | invalid_field   | rollup_ttl_days.day
          {"retention_days":0}                                         | invalid_field   | retention_days
          {"retention_days":-1}                                        | invalid_field   | retention_days
          {"retention_days":36501}                                     | invalid_field   | retention_days
          {"tag_keys":"env"}                                           | invalid_field   | tag_keys
          {"tag_keys":["env",""]}                                      | invalid_field   | tag_keys[1]
          {"tag_keys":["env",null]}                                    | invalid_field   | tag_keys[1]
          {"tag_keys":["a","b","a"]}                                   | invalid_field   | tag_keys[2]
          {"tag_keys":["a\\n"]}                                        | invalid_field   | tag_keys[0]
          {"accept_unknown_names":"yes"}                               | invalid_field   | accept_unknown_names
          {"feedback":[]}                                              | invalid_field   | feedback
          {"feedback":{"":{}}}                                         | invalid_field   | feedback
          {"feedback":{"n":5}}                                         | invalid_field   | feedback.n
          {"feedback":{"n":{"type":"NUMERIC"}}}                        | unknown_field   | feedback.n.type
          {"feedback":{"n":{"kind":"number"}}}                         | invalid_field   | feedback.n.kind
          {"feedback":{"n":{"scale":{"min":1}}}}                       | missing_field   | feedback.n.scale.max
          {"feedback":{"n":{"scale":{"min":5,"max":5}}}}               | invalid_field   | feedback.n.scale.min
          {"feedback":{"n":{"scale":{"min":"1","max":5}}}}             | invalid_field   | feedback.n.scale.min
          {"feedback":{"n":{"scale":{"min":1,"max":1e999}}}}           | invalid_field   | feedback.n.scale.max
          {"feedback":{"n":{"kind":"TEXT","scale":{"min":1,"max":5}}}} | invalid_field   | feedback.n.scale
          {"feedback":{"n":{"allowed_values":5}}}                      | invalid_field   | feedback.n.allowed_values
          {"feedback":{"n":{"allowed_values":[null]}}}                 | invalid_field   | feedback.n.allowed_values[0]
          {"feedback":{"n":{"allowed_values":[1,"1",1.0]}}}            | invalid_field   | feedback.n.allowed_values[2]
          {"feedback":{"n":{"kind":"BOOLEAN","allowed_values":[true,1]}}} | invalid_field | feedback.n.allowed_values[1]
          {"feedback":{"n":{"kind":"CORRECTION","allowed_values":[{"text":5}]}}} | invalid_field | feedback.n.allowed_values[0].text
          {"feedback":{"n":{"kind":"NUMERIC","scale":{"min":1,"max":5},"allowed_values":[1,6]}}} | invalid_field | feedback.n.allowed_values[1]
          {"feedback":{"n":{"scale":{"min":1,"max":5},"allowed_values":["x",6]}}} | invalid_field | feedback.n.allowed_values[1]
          {"feedback":{"n":{"description":5}}}                         | invalid_field   | feedback.n.description
          {"feedback":{"n":{"polarity":"NEGATIVE"}}}                   | invalid_field   | feedback.n.polarity
          {"feedback":{"n":{"polarity":{"never":1}}}}                  | unknown_field   | feedback.n.polarity.never
          {"feedback":{"n":{"polarity":{"always":"negative"}}}}        | invalid_field   | feedback.n.polarity.always
          {"feedback":{"n":{"polarity":{"values":{"spam":"BAD"}}}}}    | invalid_field   | feedback.n.polarity.values.spam
          {"feedback":{"n":{"polarity":{"positive_from":"4"}}}}        | invalid_field   | feedback.n.polarity.positive_from
          {"feedback":{"n":{"polarity":{"positive_from":2,"negative_to":2}}}} | invalid_field | feedback.n.polarity.positive_from
          {"feedback":{"n":{"kind":"BOOLEAN","polarity":{"negative_to":2}}}} | invalid_field | feedback.n.polarity.negative_to
          """)
  void whatIsWrongIsToldByItsPath(String json, String code, String path) {
    RequestRefused refused = refusal(json.replace("\\\\n", "\\n"));

    assertThat(refused.code().word()).as(refused.getMessage()).isEqualTo(code);
    assertThat(refused.path()).isEqualTo(path == null ? "" : path);
  }

  @Test
  void thereAreLimits() throws RequestRefused {
    assertThat(settings("{\"tag_keys\":" + names(32) + "}").getTagKeys()).hasSize(32);
    assertThat(refusal("{\"tag_keys\":" + names(33) + "}").path()).isEqualTo("tag_keys");
    assertThat(settings("{\"feedback\":" + members(1_000, "{}") + "}").getFeedback()).hasSize(1000);
    assertThat(refusal("{\"feedback\":" + members(1_001, "{}") + "}").path()).isEqualTo("feedback");
    String allowed = "{\"feedback\":{\"n\":{\"allowed_values\":%s}}}";
    assertThat(settings(allowed.formatted(names(1_000))).getFeedback()).hasSize(1);
    assertThat(refusal(allowed.formatted(names(1_001))).path())
        .isEqualTo("feedback.n.allowed_values");
    String polarity = "{\"feedback\":{\"n\":{\"polarity\":{\"values\":%s}}}}";
    assertThat(refusal(polarity.formatted(members(1_001, "\"NONE\""))).path())
        .isEqualTo("feedback.n.polarity.values");
    assertThat(refusal("{\"tag_keys\":[\"" + "x".repeat(257) + "\"]}").path())
        .isEqualTo("tag_keys[0]");
    assertThat(refusal("{\"tag_keys\":[]" + " ".repeat(Limits.EVENT_BYTES) + "}").code())
        .isEqualTo(ErrorCode.TOO_LARGE);
  }

  private static String names(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"n" + i + "\"")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String members(int count, String value) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"n" + i + "\":" + value)
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static RequestRefused refusal(String json) {
    return catchThrowableOfType(RequestRefused.class, () -> read(json));
  }

  private static Project settings(String json) throws RequestRefused {
    return (Project) read(json).value();
  }

  private static Event read(String json) throws RequestRefused {
    return ProjectSettings.read(json.getBytes(StandardCharsets.UTF_8), "p", NOW);
  }
}
