package io.threadmark.processor.query.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.threadmark.dataset.duplicate.NearDuplicatePlan;
import io.threadmark.dataset.label.Rules;
import io.threadmark.dataset.label.Threshold;
import io.threadmark.dataset.row.FileKind;
import io.threadmark.dataset.split.SplitPlan;
import io.threadmark.processor.export.job.ExportPlan;
import io.threadmark.processor.index.Condition;
import io.threadmark.processor.query.http.RequestProblem;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an export is asked for with: read, spelled out, and refused by the member that is wrong. */
class ExportRequestTest {

  @Test
  void aFormatIsAllThatMustBeSaid() {
    ExportPlan plan = plan("{\"format\":\"sft\"}");

    assertThat(plan.format().name()).isEqualTo("sft");
    assertThat(plan.name()).isEqualTo("threadmark-sft");
    assertThat(plan.fileKind()).isEqualTo(FileKind.JSONL);
    assertThat(plan.rules()).isEqualTo(Rules.STANDARD);
    assertThat(plan.splits()).isEqualTo(SplitPlan.NONE);
    assertThat(plan.nearDuplicates()).isNull();
    assertThat(plan.selection().project()).isEqualTo("p");
    assertThat(plan.selection().conditions()).isEmpty();
  }

  @Test
  void everyMemberIsRead() {
    ExportPlan plan =
        plan(
            """
            {"format":"feedback","file":"csv","name":"Täglich 1",
             "filters":{"feedback_name":["a,b","c\\\\d"],"hasFeedback":true,"polarity":"positive",
               "after":"2026-01-01T00:00:00Z","search":"tea, please"},
             "rules":{"names":["n"],"source_types":["HUMAN"],"exclude_raters":["x","y"],
               "thresholds":{"rating":{"positive_from":4,"negative_to":2.50},"other":{"positive_from":1,"negative_to":null}},
               "implicit":true,"min_raters":2,"max_per_rater":7,"agreement_at_least":0.75,
               "ranking_pairs":"adjacent","few_shot":{"per_intent":3}},
             "split":{"train":0.8,"validation":0.15,"test":0.05,"salt":"s"},
             "near_duplicates":{"similarity":0.8}}
            """);

    assertThat(plan.fileKind()).isEqualTo(FileKind.CSV);
    assertThat(plan.name()).isEqualTo("Täglich 1");
    assertThat(plan.selection().search()).isEqualTo("tea, please");
    assertThat(plan.selection().conditions()).hasSize(4);
    assertThat(plan.selection().conditions().stream().map(Condition::anyOf))
        .anySatisfy(
            tests ->
                assertThat(tests.stream().map(Condition.Test::value))
                    .containsExactly("a,b", "c\\d"));
    Rules rules = plan.rules();
    assertThat(rules.names()).containsExactly("n");
    assertThat(rules.sourceTypes()).containsExactly("HUMAN");
    assertThat(rules.excludeRaters()).containsExactly("x", "y");
    assertThat(rules.thresholds())
        .containsEntry("rating", new Threshold(new BigDecimal("4"), new BigDecimal("2.50")))
        .containsEntry("other", new Threshold(BigDecimal.ONE, null));
    assertThat(rules.implicit()).isTrue();
    assertThat(rules.minRaters()).isEqualTo(2);
    assertThat(rules.maxPerRater()).isEqualTo(7);
    assertThat(rules.agreementAtLeast()).isEqualTo(0.75);
    assertThat(rules.adjacentPairs()).isTrue();
    assertThat(rules.fewShot().perIntent()).isEqualTo(3);
    assertThat(plan.splits()).isEqualTo(new SplitPlan("s", 8_000, 1_500, 500));
    assertThat(plan.nearDuplicates()).isEqualTo(new NearDuplicatePlan(0.8, 8, 16));
  }

  @Test
  void whatIsSpelledOutIsReadAsTheSame() {
    String given =
        """
        {"format":"kto","filters":{"tags":["env:prod"]},"rules":{"thresholds":{"r":{"positive_from":1e2}}},
         "split":{"train":0.5,"test":0.5},"near_duplicates":{}}
        """;
    String checked = check(given);

    assertThat(check(checked)).isEqualTo(checked);
    assertThat(plan(checked)).isEqualTo(plan(given));
    assertThat(checked).contains("\"filters\":{\"tags\":[\"env:prod\"]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | format",
        "{\"format\":\"sftt\"} | format",
        "{\"format\":7} | format",
        "{\"format\":\"sft\",\"fiel\":\"csv\"} | fiel",
        "{\"format\":\"sft\",\"file\":\"xml\"} | file",
        "{\"format\":\"sft\",\"file\":\"csv\"} | file",
        "{\"format\":\"sft\",\"name\":[]} | name",
        "{\"format\":\"sft\",\"filters\":[]} | filters",
        "{\"format\":\"sft\",\"filters\":{\"feedbak_name\":\"x\"}} | filters.feedbak_name",
        "{\"format\":\"sft\",\"filters\":{\"polarity\":\"GOOD\"}} | filters.polarity",
        "{\"format\":\"sft\",\"filters\":{\"project_id\":\"q\"}} | filters.project_id",
        "{\"format\":\"sft\",\"filters\":{\"search\":[\"a\",\"b\"]}} | filters.search",
        "{\"format\":\"sft\",\"filters\":{\"ids\":{\"a\":1}}} | filters.ids",
        "{\"format\":\"sft\",\"filters\":{\"ids\":[null]}} | filters.ids",
        "{\"format\":\"sft\",\"filters\":{\"has_feedback\":\"yes\"}} | filters.has_feedback",
        "{\"format\":\"sft\",\"filters\":{\"userIds\":\"a\",\"user_ids\":\"b\"}} | filters.user_ids",
        "{\"format\":\"sft\",\"rules\":{\"min_rater\":1}} | rules.min_rater",
        "{\"format\":\"sft\",\"rules\":{\"min_raters\":0}} | rules.min_raters",
        "{\"format\":\"sft\",\"rules\":{\"min_raters\":1.5}} | rules.min_raters",
        "{\"format\":\"sft\",\"rules\":{\"max_per_rater\":-1}} | rules.max_per_rater",
        "{\"format\":\"sft\",\"rules\":{\"agreement_at_least\":1.1}} | rules.agreement_at_least",
        "{\"format\":\"sft\",\"rules\":{\"names\":\"a\"}} | rules.names",
        "{\"format\":\"sft\",\"rules\":{\"implicit\":\"yes\"}} | rules.implicit",
        "{\"format\":\"sft\",\"rules\":{\"source_types\":[\"CAT\"]}} | rules.source_types",
        "{\"format\":\"sft\",\"rules\":{\"ranking_pairs\":\"some\"}} | rules.ranking_pairs",
        "{\"format\":\"sft\",\"rules\":{\"thresholds\":{\"r\":{}}}} | rules.thresholds.r.positive_from",
        "{\"format\":\"sft\",\"rules\":{\"thresholds\":{\"r\":{\"positive_from\":1,\"negative_to\":2}}}} | rules.thresholds.r.positive_from",
        "{\"format\":\"sft\",\"rules\":{\"thresholds\":{\"r\":{\"from\":1}}}} | rules.thresholds.r.from",
        "{\"format\":\"sft\",\"rules\":{\"thresholds\":{\"r\":{\"positive_from\":1e999999999}}}} | rules.thresholds.r.positive_from",
        "{\"format\":\"sft\",\"rules\":{\"few_shot\":{\"per_intent\":0}}} | rules.few_shot.per_intent",
        "{\"format\":\"sft\",\"split\":{\"train\":0.8,\"test\":0.1}} | split.train",
        "{\"format\":\"sft\",\"split\":{\"train\":1.2}} | split.train",
        "{\"format\":\"sft\",\"split\":{\"train\":0.33333,\"test\":0.66667}} | split.train",
        "{\"format\":\"sft\",\"split\":{\"trian\":1}} | split.trian",
        "{\"format\":\"sft\",\"near_duplicates\":{\"similarity\":0}} | near_duplicates.similarity",
        "{\"format\":\"sft\",\"near_duplicates\":{\"bands\":7}} | near_duplicates.bands",
        "[] | body"
      })
  void theMemberThatIsWrongIsNamed(String body, String path) {
    RequestProblem problem = refused(body);

    assertThat(problem.status).isEqualTo(422);
    assertThat(problem.path).isEqualTo(path);
    assertThat(problem).hasMessageStartingWith(path + " ");
  }

  @Test
  void theNearestNameIsAskedFor() {
    assertThat(refused("{\"format\":\"sft\",\"filters\":{\"feedbak_name\":\"x\"}}"))
        .hasMessageContaining("did you mean feedback_name");
    assertThat(refused("{\"format\":\"sftt\"}")).hasMessageContaining("did you mean sft");
    assertThat(refused("{\"format\":\"sft\",\"rules\":{\"min_rater\":1}}"))
        .hasMessageContaining("min_raters?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "{\"format\":\"sft\"} {}", "{\"format\":\"sft\",\"format\":\"kto\"}"})
  void whatIsNoJsonIsToldSo(String body) {
    assertThat(refused(body).status).isIn(400, 422);
  }

  @ParameterizedTest
  @CsvSource({
    "tea,tea.zip",
    "../../etc/passwd,etc-passwd.zip",
    "Täglich 1,Täglich 1.zip",
    "...,dataset.zip",
    "a\"b:c,a-b-c.zip"
  })
  void aPackageHasANameThatGoesNowhereElse(String name, String file) {
    assertThat(PackageName.of(name)).isEqualTo(file);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-9,0,10",
    "bytes=90-,90,10",
    "bytes=95-200,95,5",
    "bytes=-10,90,10",
    "bytes=-200,0,100",
    "bytes=100-,100,0"
  })
  void aPartOfAFileIsRead(String header, long from, long length) {
    assertThat(ByteRange.read(header, 100)).isEqualTo(new ByteRange(from, length));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=9-0", "bytes=0-1,5-6", "rows=0-1", "bytes=-", "bytes=a-"})
  void whatIsNoPartIsTheWhole(String header) {
    assertThat(ByteRange.read(header, 100)).isNull();
    assertThat(ByteRange.read(null, 100)).isNull();
  }

  private static RequestProblem refused(String body) {
    RequestProblem problem = catchThrowableOfType(RequestProblem.class, () -> check(body));
    assertThat(problem).as(body).isNotNull();
    return problem;
  }

  private static String check(String body) {
    return ExportRequest.check("p", body.getBytes(UTF_8));
  }

  private static ExportPlan plan(String body) {
    return ExportRequest.plan("p", check(body));
  }
}
