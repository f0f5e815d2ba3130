package io.threadmark.dataset.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.dataset.TestThread;
import io.threadmark.dataset.json.Json;
import io.threadmark.schema.ErrorDetail;
import io.threadmark.schema.LabeledThread;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LabelsTest {
  private final Drops drops = new Drops();

  @Test
  void theMajorityDecides() {
    assertThat(verdict(Rules.STANDARD, votes("a+ b+ c-"))).hasValue(true);
    assertThat(verdict(Rules.STANDARD, votes("a- b- c+"))).hasValue(false);
  }

  @Test
  void aTieIsDropped() {
    assertThat(verdict(Rules.STANDARD, votes("a+ b-"))).isEmpty();
    assertThat(drops.of(Reason.TIE)).isEqualTo(1);
  }

  @Test
  void ofOneJudgeTheNewestWordCounts() {
    assertThat(verdict(Rules.STANDARD, votes("a- a- a+ b+ c-"))).hasValue(true);
    assertThat(drops.of(Reason.SUPERSEDED_BY_SAME_RATER)).isEqualTo(2);
  }

  @Test
  void judgesWithoutAnIdAreJudgesOfTheirOwn() {
    assertThat(verdict(rules("{\"min_raters\":2}"), votes("?+ ?+"))).hasValue(true);
  }

  @Test
  void tooFewJudgesAreNoLabel() {
    assertThat(verdict(rules("{\"min_raters\":3}"), votes("a+ b+ a+"))).isEmpty();
    assertThat(drops.of(Reason.TOO_FEW_RATERS)).isEqualTo(1);
  }

  @Test
  void tooLittleAgreementIsNoLabel() {
    assertThat(verdict(rules("{\"agreement_at_least\":0.7}"), votes("a+ b+ c-"))).isEmpty();
    assertThat(drops.of(Reason.TOO_LITTLE_AGREEMENT)).isEqualTo(1);
    assertThat(verdict(rules("{\"agreement_at_least\":0.6}"), votes("a+ b+ c-"))).isPresent();
  }

  @Test
  void excludedJudgesDoNotCount() {
    assertThat(verdict(rules("{\"exclude_raters\":[\"a\",\"b\"]}"), votes("a+ b+ c-")))
        .hasValue(false);
    assertThat(drops.of(Reason.EXCLUDED_RATER)).isEqualTo(2);
  }

  @Test
  void onlyFeedbackOfTheNamesAskedForCounts() {
    assertThat(verdict(rules("{\"names\":[\"other\"]}"), votes("a+"))).isEmpty();
    assertThat(drops.of(Reason.OTHER_NAME)).isEqualTo(1);
  }

  @Test
  void onlyJudgesOfTheKindsAskedForCount() {
    LabeledThread thread =
        answered().likes("m", "t", false).byJudge("m").likes("a", "t", true).build();

    assertThat(verdict(rules("{\"source_types\":[\"HUMAN\"]}"), thread)).hasValue(true);
    assertThat(drops.of(Reason.OTHER_SOURCE)).isEqualTo(1);
  }

  @Test
  void oneJudgeCountsOnlySoOftenInAllThreads() {
    RaterQuota quota = new RaterQuota(2);
    Rules rules = rules("{\"max_per_rater\":2}");
    for (int thread = 0; thread < 5; thread++) {
      assertThat(new Labels(votes("a+ b+"), rules, quota, drops).feedback())
          .hasSize(thread < 2 ? 2 : 0);
    }
    assertThat(drops.of(Reason.RATER_OVER_QUOTA)).isEqualTo(6);
  }

  @Test
  void aQuotaHoldsForMoreJudgesThanItBeganWithRoomFor() {
    RaterQuota quota = new RaterQuota(1);
    for (int rater = 0; rater < 5_000; rater++) {
      assertThat(quota.take("r" + rater)).isTrue();
    }
    for (int rater = 0; rater < 5_000; rater++) {
      assertThat(quota.take("r" + rater)).isFalse();
    }
  }

  @Test
  void implicitSignalsCountOnlyWhenAskedFor() {
    LabeledThread thread = answered().likes("a", "t", true).implicit().build();

    assertThat(verdict(Rules.STANDARD, thread)).isEmpty();
    assertThat(drops.of(Reason.IMPLICIT)).isEqualTo(1);
    assertThat(verdict(rules("{\"implicit\":true}"), thread)).hasValue(true);
  }

  @Test
  void aNumberOnAScaleIsNoVoteWithoutAThreshold() {
    LabeledThread thread =
        answered().says("a", "t", "NUMERIC", "stars", "5").scale(1, 5).polarity("POSITIVE").build();

    assertThat(verdict(Rules.STANDARD, thread)).isEmpty();
    assertThat(drops.of(Reason.NUMBER_WITHOUT_THRESHOLD)).isEqualTo(1);
    assertThat(verdict(stars("4", "2"), thread)).hasValue(true);
    assertThat(verdict(stars("6", "5"), thread)).hasValue(false);
    assertThat(verdict(stars("6", "4"), thread)).isEmpty();
    assertThat(drops.of(Reason.BETWEEN_THRESHOLDS)).isEqualTo(1);
  }

  @Test
  void aRuleOfPolarityReplacesWhatWasStamped() {
    LabeledThread thread =
        answered()
            .says("a", "t", "CATEGORICAL", "tone", "\"ok\"")
            .polarity("NEUTRAL")
            .says("b", "t", "NUMERIC", "stars", "3")
            .scale(1, 5)
            .polarity("NEUTRAL")
            .says("c", "t", "TEXT", "comment", "\"fine\"")
            .build();
    String tone = "{\"tone\":{\"values\":{\"ok\":\"POSITIVE\"}}";
    String all = tone + ",\"stars\":{\"positive_from\":3},\"comment\":{\"always\":\"NEGATIVE\"}}";

    assertThat(verdict(Rules.STANDARD, thread)).isEmpty();
    assertThat(verdict(polarity(tone + "}"), thread)).hasValue(true);
    assertThat(verdict(polarity(tone + ",\"comment\":{\"always\":\"NEGATIVE\"}}"), thread))
        .isEmpty();
    assertThat(verdict(polarity(all), thread)).hasValue(true);
  }

  @Test
  void whoFailedToJudgeHasNoPolarityWhateverTheRule() {
    LabeledThread thread =
        answered()
            .says("a", "t", "TEXT", "comment", null)
            .last(piece -> piece.setError(new ErrorDetail("timeout", null)))
            .build();
    Rules rules = polarity("{\"comment\":{\"always\":\"POSITIVE\"}}");

    assertThat(rules.policy().apply(thread.getFeedback().get(0)).getPolarity()).isEqualTo("NONE");
    assertThat(verdict(rules, thread)).isEmpty();
  }

  @Test
  void aThresholdComesBeforeARuleOfPolarity() {
    LabeledThread thread =
        answered().says("a", "t", "NUMERIC", "stars", "3").scale(1, 5).polarity("NEUTRAL").build();

    assertThat(
            verdict(
                rules(
                    "{\"thresholds\":{\"stars\":{\"negative_to\":3}},"
                        + "\"policy\":{\"polarity\":{\"stars\":{\"positive_from\":2}}}}"),
                thread))
        .hasValue(false);
  }

  @Test
  void namesAreMappedBeforeAnythingLooksAtThem() {
    LabeledThread thread =
        answered()
            .says("a", "t", "NUMERIC", "score_v1", "9")
            .scale(0, 10)
            .says("b", "t", "NUMERIC", "score_v2", "8")
            .scale(0, 10)
            .likes("c", "t", false)
            .likes("d", "t", false)
            .likes("e", "t", false)
            .build();
    Rules rules =
        rules(
            "{\"policy\":{\"rename\":{\"score_v1\":\"score\",\"score_v2\":\"score\"}},"
                + "\"names\":[\"score\"],\"thresholds\":{\"score\":{\"positive_from\":7}}}");

    assertThat(verdict(rules, thread)).hasValue(true);
    assertThat(labels(rules, thread).feedback())
        .hasSize(2)
        .allMatch(feedback -> feedback.getName().equals("score"));
    assertThat(thread.getFeedback().get(0).getName()).isEqualTo("score_v1");
  }

  @Test
  void aRankingGivesAllPairsOrThoseOfNeighbours() {
    String ranking =
        "{\"candidates\":[{\"id\":\"a\",\"content\":\"A\"},{\"id\":\"b\",\"content\":\"B\"},"
            + "{\"id\":\"c\",\"content\":\"C\"}],\"ranking\":[\"c\",\"a\",\"b\"]}";
    LabeledThread thread = answered().prefers("x", "t", ranking).build();

    assertThat(pairs(Rules.STANDARD, thread)).containsExactlyInAnyOrder("C>A", "C>B", "A>B");
    assertThat(pairs(rules("{\"ranking_pairs\":\"adjacent\"}"), thread))
        .containsExactlyInAnyOrder("C>A", "A>B");
  }

  @Test
  void judgesWhoDisagreeOnAPairAreOutvoted() {
    String ab =
        "{\"candidates\":[{\"id\":\"x\",\"content\":\"A\"},{\"id\":\"y\",\"content\":\"B\"}],\"choice\":\"x\"}";
    String ba =
        "{\"candidates\":[{\"id\":\"x\",\"content\":\"B\"},{\"id\":\"y\",\"content\":\"A\"}],\"choice\":\"x\"}";
    TestThread two = answered().prefers("p", "t", ab).prefers("q", "t", ba);

    assertThat(pairs(Rules.STANDARD, two.build())).isEmpty();
    assertThat(drops.of(Reason.TIE)).isEqualTo(1);
    assertThat(pairs(Rules.STANDARD, two.prefers("r", "t", ba).build())).containsExactly("B>A");
  }

  private static Rules stars(String from, String to) {
    return rules(
        "{\"thresholds\":{\"stars\":{\"positive_from\":%s,\"negative_to\":%s}}}"
            .formatted(from, to));
  }

  private static Rules polarity(String json) {
    return rules("{\"policy\":{\"polarity\":" + json + "}}");
  }

  private static Rules rules(String json) {
    return Rules.read(Json.read(json));
  }

  private static TestThread answered() {
    return TestThread.of("th").trace("t").user("Why?", "t").assistant("Because.", "t");
  }

  /** Such as {@code a+ b-}: who votes, and how; {@code ?} is nobody known. */
  private static LabeledThread votes(String votes) {
    TestThread thread = answered();
    for (String vote : votes.split(" ", -1)) {
      String rater = vote.substring(0, 1);
      thread.likes(rater.equals("?") ? null : rater, "t", vote.endsWith("+"));
    }
    return thread.build();
  }

  private Optional<Boolean> verdict(Rules rules, LabeledThread thread) {
    List<JudgedAnswer> judged = labels(rules, thread).votedAnswers();
    return judged.isEmpty()
        ? Optional.empty()
        : judged.get(0).verdict(rules, drops).map(Verdict::positive);
  }

  private List<String> pairs(Rules rules, LabeledThread thread) {
    return labels(rules, thread).pairs().stream()
        .map(pair -> pair.chosen().comparable() + ">" + pair.rejected().comparable())
        .toList();
  }

  private Labels labels(Rules rules, LabeledThread thread) {
    return new Labels(thread, rules, new RaterQuota(rules.maxPerRater()), drops);
  }
}
