package io.threadmark.processor.query.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.processor.query.http.QueryParameters;
import io.threadmark.processor.query.http.RequestProblem;
import io.threadmark.processor.rollup.counting.CountingPartition;
import io.threadmark.processor.rollup.counting.Said;
import io.threadmark.processor.rollup.rows.PartialReader;
import io.threadmark.processor.store.Holding;
import io.threadmark.schema.Key;
import io.threadmark.schema.Micros;
import io.threadmark.schema.Project;
import io.threadmark.schema.Scale;
import io.threadmark.schema.Source;
import io.threadmark.schema.User;
import io.threadmark.schema.project.Projects;
import io.threadmark.schema.state.MetricsAnswer;
import io.threadmark.schema.state.MetricsQuestion;
import io.threadmark.schema.state.RollupFloors;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Metrics of a few conversations in two partitions, each figure held to a plain count. */
class MetricsApiTest {
  private static final Projects PROJECTS =
      project -> Project.newBuilder(Projects.UNSET.of(project)).setTagKeys(List.of("env")).build();

  /** A trace, and what it counts under. */
  private record Traced(
      String id, String thread, int second, String model, String segment, String version) {}

  /** Feedback on a trace, or on a thread. */
  private record Judged(
      String id, String thread, String traceId, String name, String signal, String source) {}

  private static final List<Traced> TRACES =
      List.of(
          new Traced("t1", "th1", 0, "gpt", "plan:pro", "1"),
          new Traced("t2", "th1", 3_700, "gpt", "plan:free", null),
          new Traced("t3", "th2", 10, "claude", "plan:pro", "2"),
          new Traced("t4", "th2", 20, null, "plan:pro", null));

  private static final List<Judged> FEEDBACK =
      List.of(
          new Judged("f1", "th1", "t1", "thumbs", "EXPLICIT", "HUMAN"),
          new Judged("f2", "th1", "t1", "copied", "IMPLICIT", "HUMAN"),
          new Judged("f3", "th1", "t2", "thumbs", "EXPLICIT", "CODE"),
          new Judged("f4", "th2", "t3", "copied", "IMPLICIT", "HUMAN"),
          new Judged("f5", "th2", null, "thumbs", "EXPLICIT", "HUMAN"));

  /** Of threads, their own: the user is that of their first trace. */
  private static final Map<String, String> SEGMENTS = Map.of("th1", "plan:pro", "th2", "plan:pro");

  private static final Map<String, String> INTENTS = Map.of("th1", "refund", "th2", "greet");
  private static final Map<String, String> ISSUES = Map.of("th1", "slow");
  private static final Map<String, String> ENVIRONMENTS = Map.of("th1", "prod", "th2", "test");

  private final List<CountingPartition> partitions =
      List.of(new CountingPartition(PROJECTS, 2), new CountingPartition(PROJECTS, 2));
  private final MetricsApi metrics = new MetricsApi(this::find);

  MetricsApiTest() {
    for (Traced trace : TRACES) {
      partition(trace.thread)
          .thread(Key.thread("acme", trace.thread))
          .put(
              trace.id,
              "ref",
              Said.trace(
                  trace.second,
                  said ->
                      said.setModel(trace.model)
                          .setUser(
                              new User(
                                  null, null, null, Map.of("plan", trace.segment.substring(5))))
                          .setTags(
                              trace.version == null
                                  ? Map.of()
                                  : Map.of("version", trace.version))));
    }
    for (Judged judged : FEEDBACK) {
      partition(judged.thread)
          .thread(Key.thread("acme", judged.thread))
          .put(
              judged.id,
              "ref",
              Said.feedback(
                  4_000,
                  judged.traceId,
                  Boolean.toString(!judged.id.equals("f3")),
                  said ->
                      said.setName(judged.name)
                          .setSignal(judged.signal)
                          .setSource(new Source(judged.source, "u"))));
    }
    for (String thread : INTENTS.keySet()) {
      partition(thread)
          .thread(Key.thread("acme", thread))
          .merge(
              Said.facts(
                  1,
                  said ->
                      said.setIntents(List.of(INTENTS.get(thread)))
                          .setIssues(Stream.ofNullable(ISSUES.get(thread)).toList())
                          .setTags(Map.of("env", ENVIRONMENTS.get(thread)))));
    }
    partitions.forEach(CountingPartition::rest);
  }

  private CountingPartition partition(String thread) {
    return partitions.get(thread.equals("th1") ? 0 : 1);
  }

  private MetricsQuery.Found find(MetricsQuestion blank, MetricsQuery.Cut cut) {
    long floor = Micros.of(Said.START.minus(Duration.ofDays(10)));
    RollupFloors floors = new RollupFloors(floor, floor, floor);
    TimeRange range = cut.of(floors);
    MetricsQuestion question = MetricsQuestion.newBuilder(blank).build();
    question.setFloors(floors);
    question.setRanges(range.windows());
    List<MetricsAnswer> answers =
        partitions.stream()
            .map(
                partition ->
                    PartialReader.answer(question, List.of(partition.totals()), Holding.UNCOUNTED))
            .toList();
    PartialReader.Sum sum = PartialReader.sum(question);
    answers.forEach(sum::add);
    return new MetricsQuery.Found(range, sum.answer());
  }

  /** A question; null stands for what is not given. */
  private record Asked(String by, String name, String model, String segment, String signal) {
    boolean concerns(Traced trace) {
      return isAny(model, trace.model) && isAny(segment, trace.segment);
    }

    boolean concerns(Judged judged) {
      boolean where =
          judged.traceId == null
              ? model == null && isAny(segment, SEGMENTS.get(judged.thread))
              : concerns(trace(judged.traceId));
      return where && isAny(name, judged.name) && isAny(signal, judged.signal);
    }

    private static boolean isAny(String asked, String found) {
      return asked == null || asked.equals(found);
    }

    Set<String> groups(Traced trace) {
      return switch (by) {
        case "model" -> some(trace.model);
        case "segment" -> some(trace.segment);
        case "app_version" -> some(trace.version);
        default -> ofThread(trace.thread);
      };
    }

    Set<String> groups(Judged judged) {
      return switch (by) {
        case "name" -> some(judged.name);
        case "signal" -> some(judged.signal);
        case "source_type" -> some(judged.source);
        default -> judged.traceId == null ? ofThread(judged.thread) : groups(trace(judged.traceId));
      };
    }

    /** Of a thread, and of feedback on it. */
    Set<String> ofThread(String thread) {
      return switch (by) {
        case "" -> Set.of("");
        case "segment" -> some(SEGMENTS.get(thread));
        case "intent" -> some(INTENTS.get(thread));
        case "issue" -> some(ISSUES.get(thread));
        case "tag:env" -> some(ENVIRONMENTS.get(thread));
        default -> Set.of();
      };
    }

    boolean isOfFeedback() {
      return Set.of("name", "signal", "source_type").contains(by);
    }

    private static Set<String> some(String value) {
      return value == null ? Set.of() : Set.of(value);
    }

    QueryParameters parameters() {
      MultiMap given = MultiMap.caseInsensitiveMultiMap().add("granularity", "day");
      Map<String, String> all = new TreeMap<>();
      all.put("group_by", by.isEmpty() ? null : by);
      all.put("feedback_name", name);
      all.put("model", model);
      all.put("segment", segment);
      all.put("signal", signal);
      all.values().removeIf(Objects::isNull);
      given.addAll(all);
      return MetricsApiTest.parameters(given);
    }
  }

  @ParameterizedTest
  @MethodSource
  void everyGroupingTakesEveryFilterOrSaysWhichOneItCannot(Asked asked) {
    boolean isOther =
        Set.of("intent", "issue", "app_version", "beyond", "tag:env").contains(asked.by);
    if (isOther && (asked.model != null || asked.segment != null)) {
      assertThatThrownBy(() -> metrics.series(asked.parameters()))
          .isInstanceOfSatisfying(
              RequestProblem.class,
              problem -> {
                assertThat(problem.status).isEqualTo(422);
                assertThat(problem.path).isEqualTo(asked.model != null ? "model" : "segment");
              });
      return;
    }
    ObjectNode series = metrics.series(asked.parameters());
    Map<String, JsonNode> rows = new TreeMap<>();
    series.get("rows").forEach(row -> rows.put(row.path("group").asText(""), row));
    assertThat(rows.keySet()).isEqualTo(groups(asked));
    rows.forEach((group, row) -> check(asked, group, row));
  }

  static Stream<Asked> everyGroupingTakesEveryFilterOrSaysWhichOneItCannot() {
    return Stream.of(
            "",
            "name",
            "model",
            "source_type",
            "signal",
            "segment",
            "intent",
            "issue",
            "app_version",
            "beyond",
            "tag:env")
        .flatMap(
            by ->
                any("thumbs")
                    .flatMap(
                        name ->
                            any("gpt")
                                .flatMap(
                                    model ->
                                        any("plan:pro")
                                            .flatMap(
                                                segment ->
                                                    any("EXPLICIT", "IMPLICIT")
                                                        .map(
                                                            signal ->
                                                                new Asked(
                                                                    by, name, model, segment,
                                                                    signal))))));
  }

  private static Stream<String> any(String... words) {
    List<String> any = new ArrayList<>(Arrays.asList(words));
    any.add(null);
    return any.stream();
  }

  private static Set<String> groups(Asked asked) {
    Set<String> groups = new HashSet<>();
    FEEDBACK.stream().filter(asked::concerns).forEach(one -> groups.addAll(asked.groups(one)));
    if (!asked.isOfFeedback()) {
      TRACES.stream().filter(asked::concerns).forEach(one -> groups.addAll(asked.groups(one)));
      if (asked.model == null) {
        SEGMENTS.forEach(
            (thread, segment) -> {
              if (asked.segment == null || asked.segment.equals(segment)) {
                groups.addAll(asked.ofThread(thread));
              }
            });
      }
    }
    return groups;
  }

  private static void check(Asked asked, String group, JsonNode row) {
    List<Judged> feedback =
        FEEDBACK.stream()
            .filter(asked::concerns)
            .filter(one -> asked.groups(one).contains(group))
            .toList();
    Set<String> judged =
        feedback.stream().map(Judged::traceId).filter(Objects::nonNull).collect(Collectors.toSet());
    assertThat(row.get("feedback_count").asLong()).isEqualTo(feedback.size());
    assertThat(row.get("positive_count").asLong())
        .isEqualTo(count(feedback, MetricsApiTest::isFor));
    assertRate(row.get("positive_rate"), count(feedback, MetricsApiTest::isFor), feedback.size());
    assertThat(names(row))
        .isEqualTo(
            feedback.stream().collect(Collectors.groupingBy(Judged::name, Collectors.counting())));
    if (!asked.by.equals("source_type")) {
      assertThat(row.get("traces_with_feedback").asLong()).isEqualTo(judged.size());
    }
    if (!asked.isOfFeedback()) {
      long traces =
          TRACES.stream()
              .filter(asked::concerns)
              .filter(trace -> asked.groups(trace).contains(group))
              .count();
      assertThat(row.get("total_traces").asLong()).isEqualTo(traces);
      assertRate(row.get("feedback_rate"), judged.size(), traces);
    }
  }

  private static boolean isFor(Judged judged) {
    return !judged.id.equals("f3");
  }

  private static long count(List<Judged> feedback, Predicate<Judged> is) {
    return feedback.stream().filter(is).count();
  }

  private static void assertRate(JsonNode rate, long part, long whole) {
    assertThat(rate.isNull()).isEqualTo(whole == 0);
    assertThat(rate.asDouble()).isEqualTo(whole == 0 ? 0 : (double) part / whole);
  }

  private static Map<String, Long> names(JsonNode row) {
    Map<String, Long> names = new TreeMap<>();
    row.get("by_name")
        .fields()
        .forEachRemaining(name -> names.put(name.getKey(), name.getValue().get("count").asLong()));
    return names;
  }

  private static Traced trace(String id) {
    return TRACES.stream().filter(trace -> trace.id.equals(id)).findFirst().orElseThrow();
  }

  @Test
  void aSummaryOfAllIsOfAllThatIsThere() {
    ObjectNode summary = metrics.summary(parameters());
    assertThat(summary.get("total_traces").asLong()).isEqualTo(4);
    assertThat(summary.get("threads").asLong()).isEqualTo(2);
    assertThat(summary.get("traces_with_feedback").asLong()).isEqualTo(3);
    assertThat(summary.get("feedback_rate").asDouble()).isEqualTo(0.75);
    assertThat(summary.get("positive_rate").asDouble()).isEqualTo(0.8);
    assertThat(summary.get("by_name").get("thumbs").get("values").toString())
        .isEqualTo("{\"true\":2,\"false\":1}");
    assertThat(summary.get("overflowed").asBoolean()).isFalse();
    assertThat(summary.get("before").isNull()).isTrue();
  }

  @Test
  void ofNothingThereAreNoRates() {
    ObjectNode summary = metrics.summary(parameters("model", "none"));
    assertThat(summary.get("total_traces").asLong()).isZero();
    for (String rate : List.of("error_rate", "feedback_rate", "positive_rate")) {
      assertThat(summary.get(rate).isNull()).isTrue();
    }
    assertThat(summary.get("latency_ms").get("p50").isNull()).isTrue();
    assertThat(metrics.series(parameters("model", "none")).get("rows")).isEmpty();
  }

  @Test
  void aRangeHasWhatLiesInItAlone() {
    ObjectNode summary =
        metrics.summary(
            parameters("after", "2026-01-01T01:00:00Z", "before", "2026-01-01T02:00:00Z"));
    assertThat(summary.get("total_traces").asLong()).isEqualTo(1);
    assertThat(summary.get("widened").asBoolean()).isFalse();
    assertThat(metrics.series(parameters()).get("rows"))
        .extracting(row -> row.get("window_start").asText() + " " + row.get("total_traces"))
        .containsExactly("2026-01-01T00:00:00Z 3", "2026-01-01T01:00:00Z 1");
  }

  @Test
  void numbersHaveTheirFiguresAndTheMostFrequentValuesAreShown() {
    for (int i = 0; i < 6; i++) {
      String value = Integer.toString(i == 0 ? 1 : 2 + i / 3);
      partition("th2")
          .thread(Key.thread("acme", "th2"))
          .put(
              "score" + i,
              "ref",
              Said.feedback(
                  30,
                  "t3",
                  value,
                  said -> said.setName("score").setKind("NUMERIC").setScale(new Scale(1.0, 5.0))));
    }
    partition("th2").rest();
    JsonNode score =
        metrics.summary(parameters("top", "2", "model", "claude")).get("by_name").get("score");
    assertThat(score.get("values").toString()).isEqualTo("{\"3\":3,\"2\":2}");
    assertThat(score.get("other_values").asLong()).isEqualTo(1);
    assertThat(score.get("min").asDouble()).isEqualTo(1);
    assertThat(score.get("max").asDouble()).isEqualTo(3);
    assertThat(score.get("mean").asDouble()).isEqualTo(14.0 / 6);
    assertThat(score.get("mean_normalized").asDouble()).isEqualTo(8.0 / 24);
    assertThat(score.get("quantiles").get("p50").asDouble()).isEqualTo(2);
    assertThat(score.get("approximate").asBoolean()).isFalse();
  }

  @Test
  void ofManyGroupsTheLargestAreShown() {
    ObjectNode series = metrics.series(parameters("group_by", "model", "top", "1"));
    assertThat(series.get("rows"))
        .extracting(row -> row.get("group").asText())
        .containsExactly("gpt", "gpt");
    assertThat(series.get("groups").asLong()).isEqualTo(2);
    assertThat(series.get("other_groups").asLong()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "minute,2026-01-01T00:00:10Z",
    "hour,2026-01-01T00:00:00Z",
    "day,2026-01-01T00:00:00Z"
  })
  void windowsAreAsLongAsIsAsked(String granularity, String after) {
    ObjectNode series = metrics.series(parameters("granularity", granularity, "after", after));
    assertThat(series.get("granularity").asText()).isEqualTo(granularity);
    assertThat(series.get("after").asText()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(series.get("widened").asBoolean()).isEqualTo(granularity.equals("minute"));
  }

  @ParameterizedTest
  @CsvSource({
    "granularity,week",
    "granularity,HOUR",
    "group_by,colour",
    "group_by,tag:",
    "group_by,''",
    "signal,LOUD",
    "segment,pro",
    "model,''",
    "top,0",
    "after,yesterday",
    "before,1999-01-01",
    "colour,red"
  })
  void aWrongParameterIsNamed(String name, String value) {
    assertThatThrownBy(() -> metrics.series(parameters(name, value)))
        .isInstanceOfSatisfying(
            RequestProblem.class,
            problem -> {
              assertThat(problem.status).isEqualTo(422);
              assertThat(problem.path).isEqualTo(name);
            });
  }

  @Test
  void anEndBeforeTheStartIsRefused() {
    assertThatThrownBy(() -> metrics.summary(parameters("after", "2000", "before", "2000")))
        .isInstanceOfSatisfying(
            RequestProblem.class, problem -> assertThat(problem.path).isEqualTo("before"));
  }

  private static QueryParameters parameters(String... namesAndValues) {
    MultiMap given = MultiMap.caseInsensitiveMultiMap();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      given.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return parameters(given);
  }

  private static QueryParameters parameters(MultiMap given) {
    return new QueryParameters(given, () -> "acme", MetricsApi.OF_SERIES);
  }
}
