package io.threadmark.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.gateway.project.ProjectSettings;
import io.threadmark.gateway.project.RulesOfProjects;
import io.threadmark.gateway.refusal.Rejection;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.FeedbackDefinition;
import io.threadmark.schema.Project;
import io.threadmark.schema.Scale;
import io.threadmark.schema.project.Projects;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Feedback of a project that says what its feedback is. */
class FeedbackRulesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final String OPEN =
      """
      {"feedback":{
        "rating":{"kind":"NUMERIC","scale":{"min":1,"max":5},"allowed_values":[1,2,3,4,5],
          "polarity":{"positive_from":4,"negative_to":2}},
        "grade":{"scale":{"min":0,"max":1}},
        "verdict":{"kind":"CATEGORICAL","allowed_values":["spam","ham",{"n":1.0,"m":2}],
          "polarity":{"values":{"spam":"NEGATIVE","ham":"POSITIVE"}}},
        "remark":{"kind":"TEXT"},
        "complaint":{"polarity":{"always":"NEGATIVE","values":{"x":"POSITIVE"}}},
        "flag":{"kind":"BOOLEAN","polarity":{"values":{"true":"NEGATIVE"}}},
        "high":{"polarity":{"positive_from":0.5}},
        "free":{}}}
      """;
  private static final FeedbackRules RULES = rules(OPEN);
  private static final FeedbackRules CLOSED =
      rules(OPEN.replaceFirst("\\{", "{\"accept_unknown_names\":false,"));

  @ParameterizedTest(name = "{0} gets {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "name":"rating","value":4                                   | ok
          "name":"rating","value":4.0                                 | ok
          "name":"rating","value":4e0                                 | ok
          "name":"rating","score":4                                   | ok
          "name":"rating","value":4,"kind":"NUMERIC"                  | ok
          "name":"rating","value":4,"scale":{"min":1.0,"max":5}       | ok
          "name":"rating","value":4.5                                 | value
          "name":"rating","value":6                                   | value
          "name":"rating","score":6                                   | value
          "name":"rating","value":"4"                                 | value
          "name":"rating","value":true                                | value
          "name":"rating","value":4,"kind":"TEXT"                     | kind
          "name":"rating","value":"4","kind":"TEXT"                   | kind
          "name":"rating","value":4,"scale":{"min":0,"max":5}         | scale
          "name":"rating","comment":"x","scale":{"min":0,"max":5}     | scale
          "name":"rating","rationale":"none of these"                 | ok
          "name":"rating","error":{"code":"x"}                        | ok
          "name":"rating","value":9,"retracted":true                  | ok
          "name":"rating","kind":"TEXT","retracted":true              | ok
          "name":"grade","value":0.5                                  | ok
          "name":"grade","value":2                                    | value
          "name":"grade","value":"good"                               | ok
          "name":"grade","value":"good","scale":{"min":0,"max":1}     | scale
          "name":"verdict","value":"spam"                             | ok
          "name":"verdict","value":"eggs"                             | value
          "name":"verdict","value":"Spam"                             | value
          "name":"verdict","value":{"m":2.00,"n":1}                   | ok
          "name":"verdict","value":{"m":2,"n":2}                      | value
          "name":"verdict","value":"spam","kind":"TEXT"               | kind
          "name":"remark","value":"ok"                                | ok
          "name":"remark","value":5                                   | value
          "name":"free","value":[1]                                   | ok
          "name":"unknown","value":1                                  | ok
          "value":true                                                | ok
          """)
  void whatTheProjectDefinesIsHeld(String fields, String outcome) {
    assertThat(outcome(fields, RULES)).isEqualTo(outcome);
  }

  @ParameterizedTest(name = "{0} gets {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "name":"rating","value":4          | ok
          "name":"unknown","value":4         | name
          "type":"unknown","value":4         | name
          "name":"Rating","value":4          | name
          "value":true                       | name
          "name":"unknown","retracted":true  | ok
          "retracted":true                   | ok
          """)
  void aProjectMayRefuseNamesThatItDoesNotDefine(String fields, String outcome) {
    assertThat(outcome(fields, CLOSED)).isEqualTo(outcome);
  }

  @ParameterizedTest(name = "{0} is {1}, polarity {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          "name":"rating","value":5                         | NUMERIC     | POSITIVE
          "name":"rating","value":4                         | NUMERIC     | POSITIVE
          "name":"rating","value":3                         | NUMERIC     | NEUTRAL
          "name":"rating","value":2                         | NUMERIC     | NEGATIVE
          "name":"rating","rationale":"so"                  | NUMERIC     | NONE
          "name":"rating","value":4,"error":{"code":"x"}    | NUMERIC     | NONE
          "name":"rating","value":4,"retracted":true        | NUMERIC     | -
          "name":"high","value":0.5                         | NUMERIC     | POSITIVE
          "name":"high","value":0.4                         | NUMERIC     | NONE
          "name":"verdict","value":"spam"                   | CATEGORICAL | NEGATIVE
          "name":"verdict","value":"ham"                    | CATEGORICAL | POSITIVE
          "name":"verdict","value":{"n":1,"m":2}            | CATEGORICAL | NONE
          "name":"remark","value":"short"                   | TEXT        | -
          "name":"complaint","value":"x"                    | CATEGORICAL | NEGATIVE
          "name":"complaint","rationale":"rude"             | TEXT        | NEGATIVE
          "name":"complaint","error":{"code":"x"}           | CATEGORICAL | NONE
          "name":"flag","value":true                        | BOOLEAN     | NEGATIVE
          "name":"flag","value":false                       | BOOLEAN     | NONE
          "name":"free","value":true                        | BOOLEAN     | -
          "name":"unknown","value":true                     | BOOLEAN     | -
          """)
  void theDefinitionTellsKindAndPolarity(String fields, String kind, String polarity) {
    Feedback feedback = feedback(fields, RULES);

    assertThat(feedback.getKind()).isEqualTo(kind);
    assertThat(feedback.getPolarity()).isEqualTo(polarity);
  }

  @Test
  void theDefinitionTellsTheScaleOfNumbersAndOfNothingElse() {
    assertThat(feedback("\"name\":\"rating\",\"value\":4", RULES).getScale())
        .isEqualTo(new Scale(1.0, 5.0));
    assertThat(feedback("\"name\":\"grade\",\"value\":1", RULES).getScale())
        .isEqualTo(new Scale(0.0, 1.0));
    assertThat(feedback("\"name\":\"grade\",\"value\":\"good\"", RULES).getScale()).isNull();
    assertThat(
            feedback("\"name\":\"free\",\"value\":1,\"scale\":{\"min\":0,\"max\":9}", RULES)
                .getScale())
        .isEqualTo(new Scale(0.0, 9.0));
  }

  @Test
  void aPolarityOfItsOwnIsContentAndWithoutOneTheHashIsAsEver() {
    String verdict = "\"name\":\"verdict\",\"value\":\"spam\"";
    String free = "\"name\":\"free\",\"value\":\"spam\"";
    Feedback stamped = feedback(verdict, RULES);
    Feedback plain = feedback(verdict, FeedbackRules.NONE);

    assertThat(stamped.getStamp().getContentHash()).isEqualTo(ContentHash.of(stamped));
    assertThat(stamped.getStamp().getContentHash()).isNotEqualTo(plain.getStamp().getContentHash());
    stamped.setPolarity(null);
    assertThat(ContentHash.of(stamped)).isEqualTo(plain.getStamp().getContentHash());
    assertThat(feedback(free, RULES).getStamp())
        .isEqualTo(feedback(free, FeedbackRules.NONE).getStamp());
  }

  @Test
  void inABatchEachItemHasItsOwnOutcome() throws RequestRefused {
    String lines =
        """
        {"trace_id":"t","name":"rating","value":4}
        {"trace_id":"t","name":"rating","value":7}
        {"trace_id":"t","name":"unknown","value":7}
        """;
    byte[] body = lines.getBytes(StandardCharsets.UTF_8);
    EventBatch batch = EventBodies.readLines(body, EventType.FEEDBACK, arrival(CLOSED));

    assertThat(batch.events()).extracting(Event::index).containsExactly(0);
    assertThat(batch.rejections()).extracting(Rejection::path).containsExactly("value", "name");
  }

  @Test
  void whatAnotherProducerWroteIntoSettingsIsTakenAsFarAsItCanBeRead() {
    Project settings = Projects.UNSET.of("p");
    settings.setFeedback(
        Map.of("odd", new FeedbackDefinition("SMELL", null, List.of("not JSON", "5"), null, null)));
    FeedbackRules odd = FeedbackRules.of(settings);

    assertThat(outcome("\"name\":\"odd\",\"value\":5", odd)).isEqualTo("ok");
    assertThat(outcome("\"name\":\"odd\",\"value\":6", odd)).isEqualTo("value");
  }

  @Test
  void rulesAreMadeAnewOnlyWhenSettingsChange() {
    RulesOfProjects rules = new RulesOfProjects();
    Project settings = settings(OPEN);

    assertThat(rules.of(settings)).isSameAs(rules.of(settings));
    assertThat(rules.of(settings(OPEN))).isNotSameAs(rules.of(settings));
    assertThat(rules.of(Projects.UNSET.of("p"))).isSameAs(FeedbackRules.NONE);
  }

  private static String outcome(String fields, FeedbackRules rules) {
    EventBatch batch = batch(fields, rules);
    return batch.rejections().isEmpty() ? "ok" : batch.rejections().get(0).path();
  }

  private static Feedback feedback(String fields, FeedbackRules rules) {
    return (Feedback) batch(fields, rules).events().get(0).value();
  }

  private static EventBatch batch(String fields, FeedbackRules rules) {
    byte[] body = ("{\"trace_id\":\"t\"," + fields + "}").getBytes(StandardCharsets.UTF_8);
    try {
      return EventBodies.readJson(body, EventType.FEEDBACK, arrival(rules));
    } catch (RequestRefused e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  private static Arrival arrival(FeedbackRules rules) {
    return new Arrival("p", NOW, "http", index -> "made-" + index, Instant.MIN, rules);
  }

  private static FeedbackRules rules(String json) {
    return FeedbackRules.of(settings(json));
  }

  private static Project settings(String json) {
    try {
      byte[] body = json.getBytes(StandardCharsets.UTF_8);
      return (Project) ProjectSettings.read(body, "p", NOW).value();
    } catch (RequestRefused e) {
      throw new AssertionError(e.path() + " " + e.getMessage(), e);
    }
  }
}
