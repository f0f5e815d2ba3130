package io.threadmark.dataset.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.dataset.TestThread;
import io.threadmark.schema.LabeledThread;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    assertThat(verdict(Rules.builder().minRaters(2).build(), votes("?+ ?+"))).hasValue(true);
  }

  @Test
  void tooFewJudgesAreNoLabel() {
    assertThat(verdict(Rules.builder().minRaters(3).build(), votes("a+ b+ a+"))).isEmpty();
    assertThat(drops.of(Reason.TOO_FEW_RATERS)).isEqualTo(1);
  }

  @Test
  void tooLittleAgreementIsNoLabel() {
    assertThat(verdict(Rules.builder().agreementAtLeast(0.7).build(), votes("a+ b+ c-"))).isEmpty();
    assertThat(drops.of(Reason.TOO_LITTLE_AGREEMENT)).isEqualTo(1);
    assertThat(verdict(Rules.builder().agreementAtLeast(0.6).build(), votes("a+ b+ c-")))
        .isPresent();
  }

  @Test
  void excludedJudgesDoNotCount() {
    assertThat(verdict(Rules.builder().excludeRaters(Set.of("a", "b")).build(), votes("a+ b+ c-")))
        .hasValue(false);
    assertThat(drops.of(Reason.EXCLUDED_RATER)).isEqualTo(2);
  }

  @Test
  void onlyFeedbackOfTheNamesAskedForCounts() {
    assertThat(verdict(Rules.builder().names(Set.of("other")).build(), votes("a+"))).isEmpty();
    assertThat(drops.of(Reason.OTHER_NAME)).isEqualTo(1);
  }

  @Test
  void onlyJudgesOfTheKindsAskedForCount() {
    LabeledThread thread =
        answered().likes("m", "t", false).byJudge("m").likes("a", "t", true).build();

    assertThat(verdict(Rules.builder().sourceTypes(Set.of("HUMAN")).build(), thread))
        .hasValue(true);
    assertThat(drops.of(Reason.OTHER_SOURCE)).isEqualTo(1);
  }

  @Test
  void oneJudgeCountsOnlySoOftenInAllThreads() {
    RaterQuota quota = new RaterQuota(2);
    Rules rules = Rules.builder().maxPerRater(2).build();
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
    assertThat(verdict(Rules.builder().implicit(true).build(), thread)).hasValue(true);
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
  void rulesThatMeanNothingAreRefused() {
    assertThatThrownBy(() -> stars("2", "2"))
        .hasMessage("positive_from must be greater than negative_to");
    assertThatThrownBy(() -> new Threshold(null, null)).hasMessageContaining("must have");
    assertThatThrownBy(() -> Rules.builder().minRaters(0).build())
        .hasMessageContaining("min_raters");
    assertThatThrownBy(() -> Rules.builder().agreementAtLeast(1.1).build())
        .hasMessageContaining("agreement_at_least");
    assertThatThrownBy(() -> Rules.builder().maxPerRater(-1).build())
        .hasMessageContaining("max_per_rater");
  }

  @Test
  void aRankingGivesAllPairsOrThoseOfNeighbours() {
    String ranking =
        "{\"candidates\":[{\"id\":\"a\",\"content\":\"A\"},{\"id\":\"b\",\"content\":\"B\"},"
            + "{\"id\":\"c\",\"content\":\"C\"}],\"ranking\":[\"c\",\"a\",\"b\"]}";
    LabeledThread thread = answered().prefers("x", "t", ranking).build();

    assertThat(pairs(Rules.STANDARD, thread)).containsExactlyInAnyOrder("C>A", "C>B", "A>B");
    assertThat(pairs(Rules.builder().adjacentPairs(true).build(), thread))
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
    return Rules.builder()
        .thresholds(Map.of("stars", new Threshold(new BigDecimal(from), new BigDecimal(to))))
        .build();
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
