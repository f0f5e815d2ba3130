package io.threadmark.gateway.door.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.gateway.http.JsonAnswer;
import io.threadmark.gateway.project.ProjectSettings;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.FeedbackDefinition;
import io.threadmark.schema.PolarityRule;
import io.threadmark.schema.Project;
import io.threadmark.schema.Scale;
import io.threadmark.schema.project.Projects;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Settings as they are written are read as what they were, whatever they are. */
class SettingsJsonTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  @Property(tries = 500)
  void whatIsWrittenIsReadAsItWas(@ForAll("settings") Project settings) throws RequestRefused {
    byte[] json = JsonAnswer.render(out -> SettingsJson.write(out, settings)).getBytes();

    assertThat(ProjectSettings.read(json, settings.getProjectId(), NOW).value())
        .isEqualTo(settings);
  }

  @Provide
  Arbitrary<Project> settings() {
    Arbitrary<List<Integer>> days =
        Arbitraries.integers().between(1, 36_500).list().ofSize(3).map(all -> sorted(all));
    return Combinators.combine(
            days,
            Arbitraries.integers().between(1, 36_500).injectNull(0.3),
            names().list().uniqueElements().ofMaxSize(32),
            Arbitraries.of(true, false),
            Arbitraries.maps(names(), definitions()).ofMaxSize(4))
        .as(
            (ttls, retention, tagKeys, acceptUnknown, feedback) ->
                Project.newBuilder(Projects.UNSET.of("p"))
                    .setUpdatedAt(NOW)
                    .setMinuteTtlDays(ttls.get(0))
                    .setHourTtlDays(ttls.get(1))
                    .setDayTtlDays(ttls.get(2))
                    .setRetentionDays(retention)
                    .setTagKeys(tagKeys)
                    .setAcceptUnknownNames(acceptUnknown)
                    .setFeedback(feedback)
                    .build());
  }

  private static Arbitrary<FeedbackDefinition> definitions() {
    return Combinators.combine(
            Arbitraries.of("NUMERIC", null),
            numbers().tuple2().injectNull(0.5),
            Arbitraries.of("\"a\"", "true", "{\"b\":[null],\"c\":\"\\n\\\"é\"}", "\"😀\"")
                .list()
                .uniqueElements(),
            Arbitraries.strings().ascii().ofMaxLength(20).injectNull(0.5),
            polarities().injectNull(0.5))
        .as(
            (kind, range, allowed, description, polarity) ->
                new FeedbackDefinition(
                    kind,
                    range == null || range.get1().equals(range.get2())
                        ? null
                        : new Scale(
                            Math.min(range.get1(), range.get2()),
                            Math.max(range.get1(), range.get2())),
                    kind == null ? allowed : List.of(),
                    description,
                    polarity));
  }

  private static Arbitrary<PolarityRule> polarities() {
    Arbitrary<String> words = Arbitraries.of("POSITIVE", "NEGATIVE", "NEUTRAL", "NONE");
    return Combinators.combine(
            words.injectNull(0.5),
            Arbitraries.maps(names(), words).ofMinSize(1).ofMaxSize(3),
            numbers().injectNull(0.5),
            numbers().injectNull(0.5))
        .as(
            (always, values, limit, other) ->
                new PolarityRule(
                    always,
                    values,
                    limit,
                    limit == null || other == null || other < limit ? other : null));
  }

  private static Arbitrary<Double> numbers() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(-100, 100).map(Integer::doubleValue),
        Arbitraries.doubles().map(number -> number + 0.0)); // -0.0 is 0.0
  }

  private static Arbitrary<String> names() {
    return Arbitraries.strings()
        .withChars("ab. é\"\\/😀".toCharArray())
        .ofMinLength(1)
        .ofMaxLength(6)
        .filter(SettingsJsonTest::isWellFormed);
  }

  private static boolean isWellFormed(String text) {
    return text.codePoints()
        .noneMatch(point -> point <= 0xFFFF && Character.isSurrogate((char) point));
  }

  private static List<Integer> sorted(List<Integer> numbers) {
    return numbers.stream().sorted().toList();
  }
}
