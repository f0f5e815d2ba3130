package io.threadmark.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.gateway.project.ProjectSettings;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.FeedbackDefinition;
import io.threadmark.schema.Project;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A number that nobody can compute with is refused by its path, wherever it stands. */
class NumbersEverywhereTest {
  private static final List<String> NUMBERS =
      List.of(
          "1e-99999999999", "0e99999999999", "1e-2147483648", "1e2147483647", "NaN", "-Infinity");

  /** Each with the path of its number, which is written #. */
  private static final List<List<String>> EVENTS =
      List.of(
          List.of("'type':'trace','trace_id':'t','metadata':{'a':{'b':[0,#]}}", "metadata.a.b[1]"),
          List.of("'type':'trace','trace_id':'t','input':{'a':#}", "input.a"),
          List.of("'type':'trace','trace_id':'t','output':[#]", "output[0]"),
          List.of("'type':'trace','trace_id':'t','usage':{'input_tokens':#}", "usage.input_tokens"),
          List.of("'type':'trace','trace_id':'t','tags':{'a':#}", "tags.a"),
          List.of("'type':'trace','trace_id':'t','start_time':#", "start_time"),
          List.of("'type':'trace','trace_id':'t','end_time':#", "end_time"),
          List.of("'type':'trace','trace_id':'t','timestamp':#", "timestamp"),
          List.of("'type':'trace','trace_id':'t','revision':#", "revision"),
          List.of("'type':'trace','trace_id':'t','user':{'segments':{'a':#}}", "user.segments.a"),
          List.of(
              "'type':'message','thread_id':'h','role':'tool','content_json':{'a':#}",
              "content_json.a"),
          List.of(
              "'type':'message','thread_id':'h','role':'tool','metadata':{'a':#}", "metadata.a"),
          List.of("'type':'thread','thread_id':'h','metadata':{'a':#}", "metadata.a"),
          List.of("'type':'feedback','trace_id':'t','value':#", "value"),
          List.of("'type':'feedback','trace_id':'t','score':#", "score"),
          List.of(
              "'type':'feedback','trace_id':'t','kind':'CATEGORICAL','value':{'a':#}", "value.a"),
          List.of("'type':'feedback','trace_id':'t','kind':'CATEGORICAL','value':[#]", "value[0]"),
          List.of(
              "'type':'feedback','trace_id':'t','value':1,'scale':{'min':#,'max':1}", "scale.min"),
          List.of(
              "'type':'feedback','trace_id':'t','value':1,'scale':{'min':0,'max':#}", "scale.max"),
          List.of("'type':'feedback','trace_id':'t','value':1,'metadata':{'a':#}", "metadata.a"),
          List.of(
              "'type':'feedback','trace_id':'t','kind':'CORRECTION','value':{'text':'a','start':#,'end':2}",
              "value.start"),
          List.of(
              "'type':'feedback','trace_id':'t','kind':'PREFERENCE','value':{'candidates':[{'id':'a','score':#},'b'],'choice':'a'}",
              "value.candidates[0].score"));

  /** What figures are computed of. */
  private static final List<List<String>> COMPUTED =
      List.of(
          List.of("'type':'feedback','trace_id':'t','value':#", "value"),
          List.of("'type':'feedback','trace_id':'t','score':#", "value"),
          List.of(
              "'type':'feedback','trace_id':'t','value':1,'scale':{'min':#,'max':1}", "scale.min"),
          List.of(
              "'type':'feedback','trace_id':'t','value':1,'scale':{'min':0,'max':#}", "scale.max"));

  private static final List<List<String>> SETTINGS =
      List.of(
          List.of("'retention_days':#", "retention_days"),
          List.of("'feedback':{'f':{'allowed_values':[1,[#]]}}", "feedback.f.allowed_values[1][0]"),
          List.of("'feedback':{'f':{'scale':{'min':#,'max':1}}}", "feedback.f.scale.min"),
          List.of(
              "'feedback':{'f':{'polarity':{'positive_from':#}}}",
              "feedback.f.polarity.positive_from"));

  /**
   * With rules of every kind about the name: what checks a value meets no number it cannot hold.
   */
  private static final Arrival ARRIVAL =
      new Arrival(
          "p",
          EventReadingTest.NOW,
          "http",
          Ids.fresh(),
          EventReadingTest.NOW.minus(Duration.ofDays(36_500)),
          FeedbackRules.of(
              Project.newBuilder()
                  .setProjectId("p")
                  .setUpdatedAt(EventReadingTest.NOW)
                  .setFeedback(
                      Map.of(
                          "user_feedback",
                          FeedbackDefinition.newBuilder()
                              .setAllowedValues(List.of("1", "[1]"))
                              .build()))
                  .build()));

  static Stream<Arguments> events() {
    return EVENTS.stream()
        .flatMap(event -> NUMBERS.stream().map(n -> Arguments.of(json(event, n), event.get(1))));
  }

  static Stream<Arguments> settings() {
    return SETTINGS.stream()
        .flatMap(event -> NUMBERS.stream().map(n -> Arguments.of(json(event, n), event.get(1))));
  }

  static Stream<Arguments> computed() {
    return COMPUTED.stream()
        .flatMap(
            event ->
                Stream.of("1e309", "-1.8e308", "1e1000", "9".repeat(400))
                    .map(n -> Arguments.of(json(event, n), event.get(1))));
  }

  private static String json(List<String> template, String number) {
    return "{" + template.get(0).replace('\'', '"').replace("#", number) + "}";
  }

  @ParameterizedTest
  @MethodSource("events")
  void theNumberIsTheFaultOfItsItemAloneInEveryBody(String json, String path)
      throws RequestRefused {
    String good = "{\"type\":\"thread\",\"thread_id\":\"h\"}";
    for (EventBatch batch :
        List.of(
            EventBodies.readJson(bytes("[" + good + "," + json + "]"), null, ARRIVAL),
            EventBodies.readLines(bytes(good + "\n" + json + "\n"), null, ARRIVAL))) {
      assertThat(batch.events()).hasSize(1);
      assertThat(batch.rejections())
          .singleElement()
          .satisfies(
              rejection -> {
                assertThat(rejection.index()).isEqualTo(1);
                assertThat(rejection.path()).isEqualTo(path);
                assertThat(rejection.code().word()).isEqualTo("invalid_field");
              });
    }
  }

  @ParameterizedTest
  @MethodSource("computed")
  void aNumberThatIsBeyondWhatCanBeComputedWithIsToldSo(String json, String path)
      throws RequestRefused {
    assertThat(EventBodies.readJson(bytes(json), null, ARRIVAL).rejections())
        .singleElement()
        .satisfies(
            rejection -> {
              assertThat(rejection.path()).isEqualTo(path);
              assertThat(rejection.message()).contains("beyond \u00b11.8e308");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e309", "-1e1000"})
  void aNumberThatIsKeptAsItIsMayBeLarger(String number) throws RequestRefused {
    for (String template :
        List.of(
            "'type':'trace','trace_id':'t','input':{'a':#},'metadata':{'a':[#]}",
            "'type':'feedback','name':'f','trace_id':'t','value':[#]")) {
      String json = json(List.of(template), number);
      assertThat(EventBodies.readJson(bytes(json), null, ARRIVAL).events()).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void settingsWithSuchANumberAreRefusedByItsPath(String json, String path) {
    assertThatThrownBy(() -> ProjectSettings.read(bytes(json), "p", EventReadingTest.NOW))
        .isInstanceOfSatisfying(
            RequestRefused.class, refused -> assertThat(refused.path()).isEqualTo(path));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
