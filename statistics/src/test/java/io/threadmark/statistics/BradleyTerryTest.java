package io.threadmark.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.threadmark.statistics.BradleyTerry.Rank;
import io.threadmark.statistics.BradleyTerry.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BradleyTerryTest {
  private static final Offset<Double> EXACT = within(1e-9);

  /**
   * The games of seven baseball teams, American League 1987: A. Agresti, "Categorical Data
   * Analysis", 2nd edition, table 10.10. Row against column.
   */
  private static final List<String> TEAMS =
      List.of("Milwaukee", "Detroit", "Toronto", "New York", "Boston", "Cleveland", "Baltimore");

  private static final int[][] GAMES = {
    {0, 7, 9, 7, 7, 9, 11},
    {6, 0, 7, 5, 11, 9, 9},
    {4, 6, 0, 7, 7, 8, 12},
    {6, 8, 6, 0, 6, 7, 10},
    {6, 2, 6, 7, 0, 7, 12},
    {4, 4, 5, 6, 6, 0, 6},
    {2, 4, 1, 3, 1, 7, 0}
  };

  /** One comparison; neither won where it is a tie. */
  private record Comparison(int winner, int loser, boolean tie) {}

  /**
   * Published with Baltimore at 0, as estimate and standard error of the other six: H. Turner and
   * D. Firth, "Bradley-Terry Models in R: The BradleyTerry2 Package", Journal of Statistical
   * Software 48(9), 2012, section 3.
   */
  @Test
  void baseballTeamsAsPublished() {
    Map<String, Rank> ranks = byName(baseball());
    double baltimore = ranks.get("Baltimore").strength();
    Map.of(
            "Boston", 1.1077,
            "Cleveland", 0.6839,
            "Detroit", 1.4364,
            "Milwaukee", 1.5814,
            "New York", 1.2476,
            "Toronto", 1.2945)
        .forEach(
            (team, published) ->
                assertThat(ranks.get(team).strength() - baltimore)
                    .as(team)
                    .isCloseTo(published, within(0.00005)));
  }

  /** Agresti's estimates of the strengths as shares that add up to 1, section 10.6.2. */
  @Test
  void sharesOfBaseballTeamsAsPublished() {
    List<Rank> ranks = baseball();
    double sum = ranks.stream().mapToDouble(rank -> Math.exp(rank.strength())).sum();
    assertThat(ranks.stream().map(rank -> Math.exp(rank.strength()) / sum).toList())
        .usingComparatorForType(
            (one, other) -> Math.abs(one - other) < 0.001 ? 0 : Double.compare(one, other),
            Double.class)
        .isEqualTo(List.of(0.218, 0.189, 0.164, 0.157, 0.136, 0.089, 0.045));
  }

  /**
   * Logistic regression of the same games by Python's statsmodels 0.15.0, whose covariance was
   * brought to the sum of zero, gives these digits.
   */
  @Test
  void baseballTeamsAsLogisticRegressionHasThem() {
    List<Rank> ranks = baseball();
    assertThat(ranks).extracting(Rank::candidate).isEqualTo(TEAMS);
    double[] strengths = {
      0.5311533406521314,
      0.38620589580317355,
      0.24428258790254276,
      0.19741530913212468,
      0.05749516936939214,
      -0.3663497668501017,
      -1.0502025360092628
    };
    double[] standardErrors = {
      0.20741947629201618,
      0.20415655857328224,
      0.20206152061489177,
      0.20160374800999656,
      0.20091907145358232,
      0.20504431924908575,
      0.23246229601343593
    };
    for (int i = 0; i < TEAMS.size(); i++) {
      Rank rank = ranks.get(i);
      assertThat(rank.strength()).isCloseTo(strengths[i], EXACT);
      assertThat(rank.standardError()).isCloseTo(standardErrors[i], EXACT);
      assertThat(rank.low()).isCloseTo(strengths[i] - 1.959964 * standardErrors[i], within(1e-6));
      assertThat(rank.high()).isCloseTo(strengths[i] + 1.959964 * standardErrors[i], within(1e-6));
      assertThat(rank.group()).isEqualTo(1);
      assertThat(rank.reason()).isNull();
    }
    assertThat(ranks.get(0).wins()).isEqualTo(50);
    assertThat(ranks.get(0).losses()).isEqualTo(28);
    assertThat(ranks.get(0).winRate()).isCloseTo(50 / 78.0, EXACT);
  }

  /** The same regression with a tie as half a win and half a loss. */
  @Test
  void aTieIsHalfAWinForEach() {
    PairCounts counts = new PairCounts(10);
    counts.won("a", "b", 3);
    counts.won("b", "a", 1);
    counts.tied("b", "a", 2);
    counts.won("b", "c", 2);
    counts.won("c", "b", 2);
    counts.tied("b", "c", 1);
    counts.won("a", "c", 1);
    counts.tied("a", "c", 3);
    Map<String, Rank> ranks = byName(BradleyTerry.of(counts));
    double[] expected = {
      0.4090559988692184,
      -0.23235924375771377,
      -0.1766967551115047,
      0.44460542501437217,
      0.41321605203018147,
      0.4542853833426834
    };
    assertThat(ranks.get("a").strength()).isCloseTo(expected[0], EXACT);
    assertThat(ranks.get("b").strength()).isCloseTo(expected[1], EXACT);
    assertThat(ranks.get("c").strength()).isCloseTo(expected[2], EXACT);
    assertThat(ranks.get("a").standardError()).isCloseTo(expected[3], EXACT);
    assertThat(ranks.get("b").standardError()).isCloseTo(expected[4], EXACT);
    assertThat(ranks.get("c").standardError()).isCloseTo(expected[5], EXACT);
    assertThat(ranks.get("a").ties()).isEqualTo(5);
    assertThat(ranks.get("a").winRate()).isCloseTo(6.5 / 10, EXACT);
    assertThat(counts.total()).isEqualTo(15);
  }

  /** Of two candidates the strengths are the logarithm of the odds, by hand. */
  @Test
  void ofTwoCandidatesTheDifferenceIsTheLogarithmOfTheOdds() {
    PairCounts counts = new PairCounts(10);
    counts.won("a", "b", 30);
    counts.won("b", "a", 10);
    List<Rank> ranks = BradleyTerry.of(counts);
    assertThat(ranks.get(0).strength() - ranks.get(1).strength()).isCloseTo(Math.log(3), EXACT);
    // The variance of the log odds is 1/30 + 1/10; each strength is half of them.
    assertThat(ranks.get(0).standardError()).isCloseTo(Math.sqrt(1 / 30.0 + 1 / 10.0) / 2, EXACT);
  }

  @Test
  void whoAlwaysWinsOrAlwaysLosesHasNoStrength() {
    PairCounts counts = new PairCounts(10);
    counts.won("best", "a", 3);
    counts.won("a", "b", 2);
    counts.won("b", "a", 1);
    counts.won("b", "worst", 1);
    List<Rank> ranks = BradleyTerry.of(counts);
    assertThat(ranks).extracting(Rank::candidate).containsExactly("best", "a", "b", "worst");
    assertThat(ranks).extracting(Rank::group).containsExactly(1, 2, 2, 3);
    assertThat(ranks)
        .extracting(Rank::reason)
        .containsExactly(Reason.WON_ALL, null, null, Reason.LOST_ALL);
    assertThat(ranks.get(0).strength()).isNull();
    assertThat(ranks.get(0).low()).isNull();
    assertThat(ranks.get(0).winRate()).isEqualTo(1);
    assertThat(ranks.get(1).strength()).isCloseTo(Math.log(2) / 2, EXACT);
    assertThat(ranks.get(3).winRate()).isEqualTo(0);
  }

  @Test
  void whoLinksGroupsOneWayHasNoStrength() {
    PairCounts counts = new PairCounts(10);
    counts.won("top", "middle", 5);
    counts.won("middle", "end", 5);
    assertThat(BradleyTerry.of(counts))
        .extracting(Rank::reason)
        .containsExactly(Reason.WON_ALL, Reason.ONE_WAY, Reason.LOST_ALL);
  }

  @Test
  void candidatesThatNeverMetAreInGroupsOfTheirOwn() {
    PairCounts counts = new PairCounts(10);
    counts.tied("a", "b", 1);
    counts.tied("c", "d", 1);
    List<Rank> ranks = BradleyTerry.of(counts);
    assertThat(ranks).extracting(Rank::group).containsExactlyInAnyOrder(1, 1, 2, 2);
    assertThat(ranks).allSatisfy(rank -> assertThat(rank.strength()).isCloseTo(0, EXACT));
  }

  /** MM alone would take about a million steps here. */
  @Test
  void aThinLinkBetweenTwoGroupsIsClimbed() {
    PairCounts counts = new PairCounts(200);
    for (int i = 0; i < 50; i++) {
      for (int j = 0; j < 50; j++) {
        if (i != j) {
          counts.won("a" + i, "a" + j, 1_000);
          counts.won("b" + i, "b" + j, 1_000);
        }
      }
    }
    counts.won("a0", "b0", 2);
    counts.won("b0", "a0", 1);
    Map<String, Rank> ranks = byName(BradleyTerry.of(counts));
    assertThat(ranks.get("a0").strength() - ranks.get("b0").strength())
        .isCloseTo(Math.log(2), within(1e-6));
    assertThat(ranks.get("a7").strength()).isCloseTo(Math.log(2) / 2, within(1e-3));
  }

  @Test
  void nothingIsRankedWithoutComparisons() {
    assertThat(BradleyTerry.of(new PairCounts(10))).isEmpty();
  }

  @Test
  void moreCandidatesThanThereMayBeAreRefused() {
    PairCounts counts = new PairCounts(2);
    counts.won("a", "b", 1);
    assertThatThrownBy(() -> counts.won("a", "c", 1))
        .isInstanceOf(PairCounts.TooManyCandidates.class)
        .hasMessageContaining("2");
  }

  @Property
  void expectedWinsAreActualWins(@ForAll("comparisons") List<Comparison> comparisons) {
    Map<String, Rank> ranks = byName(rank(comparisons));
    ranks.forEach(
        (name, rank) -> {
          double actual = 0;
          double expected = 0;
          for (Comparison comparison : comparisons) {
            Rank winner = ranks.get("c" + comparison.winner);
            Rank loser = ranks.get("c" + comparison.loser);
            boolean first = winner == rank;
            if ((first || loser == rank) && winner.group() == loser.group()) {
              actual += comparison.tie ? 0.5 : first ? 1 : 0;
              double behind = (first ? loser : winner).strength() - rank.strength();
              expected += 1 / (1 + Math.exp(behind));
            }
          }
          assertThat(expected).as(name).isCloseTo(actual, within(1e-6));
        });
  }

  @Property
  void theOrderOfComparisonsDoesNotMatter(
      @ForAll("comparisons") List<Comparison> comparisons, @ForAll long seed) {
    List<Comparison> shuffled = new ArrayList<>(comparisons);
    Collections.shuffle(shuffled, new Random(seed));
    Map<String, Rank> ranks = byName(rank(comparisons));
    byName(rank(shuffled))
        .forEach(
            (name, rank) -> {
              Rank other = ranks.get(name);
              assertThat(rank.wins()).isEqualTo(other.wins());
              assertThat(rank.reason()).isEqualTo(other.reason());
              if (rank.reason() == null) {
                assertThat(rank.strength()).isCloseTo(other.strength(), within(1e-6));
                assertThat(rank.standardError()).isCloseTo(other.standardError(), within(1e-6));
              }
            });
  }

  @Property
  void strengthsOfAGroupAddUpToZeroAndNobodyLostAgainstALaterGroup(
      @ForAll("comparisons") List<Comparison> comparisons) {
    List<Rank> ranks = rank(comparisons);
    ranks.stream()
        .filter(rank -> rank.strength() != null)
        .collect(Collectors.groupingBy(Rank::group, Collectors.summingDouble(Rank::strength)))
        .values()
        .forEach(sum -> assertThat(sum).isCloseTo(0, within(1e-9)));
    Map<String, Rank> byName = byName(ranks);
    for (Comparison comparison : comparisons) {
      assertThat(byName.get("c" + comparison.winner).group())
          .isLessThanOrEqualTo(byName.get("c" + comparison.loser).group());
    }
  }

  @Provide
  static Arbitrary<List<Comparison>> comparisons() {
    Arbitrary<Comparison> comparison =
        Arbitraries.integers()
            .between(0, 7)
            .tuple3()
            .filter(three -> !three.get1().equals(three.get2()))
            .map(three -> new Comparison(three.get1(), three.get2(), three.get3() == 0));
    return comparison.list().ofMaxSize(60);
  }

  private static List<Rank> rank(List<Comparison> comparisons) {
    PairCounts counts = new PairCounts(8);
    for (Comparison comparison : comparisons) {
      if (comparison.tie) {
        counts.tied("c" + comparison.winner, "c" + comparison.loser, 1);
      } else {
        counts.won("c" + comparison.winner, "c" + comparison.loser, 1);
      }
    }
    return BradleyTerry.of(counts);
  }

  private static List<Rank> baseball() {
    PairCounts counts = new PairCounts(TEAMS.size());
    for (int i = 0; i < GAMES.length; i++) {
      for (int j = 0; j < GAMES.length; j++) {
        if (i != j) {
          counts.won(TEAMS.get(i), TEAMS.get(j), GAMES[i][j]);
        }
      }
    }
    return BradleyTerry.of(counts);
  }

  private static Map<String, Rank> byName(List<Rank> ranks) {
    return ranks.stream().collect(Collectors.toMap(Rank::candidate, Function.identity()));
  }
}
