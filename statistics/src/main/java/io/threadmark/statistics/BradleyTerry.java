package io.threadmark.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ranks candidates by comparisons of two, with the model of R. A. Bradley and M. E. Terry, "Rank
 * Analysis of Incomplete Block Designs: I. The Method of Paired Comparisons", Biometrika 39(3/4),
 * 1952. A tie counts as half a win for each, which is simple and close where ties are few.
 *
 * <p>Where no finite strengths are most likely, none are made up: the candidates fall into groups
 * (see {@link ComparisonGroups}), strengths compare within a group only, and a candidate that is a
 * group of its own has none, and a reason.
 */
public final class BradleyTerry {
  private static final Comparator<Rank> STRONGEST_FIRST =
      Comparator.comparing(Rank::strength, Comparator.nullsLast(Comparator.<Double>reverseOrder()))
          .thenComparing(Rank::candidate);

  private BradleyTerry() {}

  /** Why a candidate has no strength. */
  public enum Reason {
    WON_ALL("it won every comparison"),
    LOST_ALL("it lost every comparison"),
    ONE_WAY("it won all or lost all against each group of others"),
    NOT_FOUND("its group has no estimate within the precision of the computation");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    /** For people. */
    public String words() {
      return words;
    }
  }

  /**
   * A candidate's place.
   *
   * @param group from 1; no candidate ever lost, or tied, against one of a later group
   * @param strength natural logarithm; those of a group add up to zero; null where there is a
   *     reason
   * @param low where the 95 % Wald interval of the strength begins; null as the strength is
   * @param high where it ends
   * @param reason null where there is a strength
   */
  public record Rank(
      String candidate,
      long wins,
      long losses,
      long ties,
      int group,
      Double strength,
      Double standardError,
      Double low,
      Double high,
      Reason reason) {

    /** The share of comparisons won; of a tie, half. */
    public double winRate() {
      return (wins + ties / 2.0) / (wins + losses + ties);
    }
  }

  /** The candidates by group, then by strength, the strongest first. */
  public static List<Rank> of(PairCounts counts) {
    List<String> candidates = counts.candidates();
    double[][] wins = counts.winMatrix();
    Map<String, Tally> tallies = tallies(counts);
    List<Rank> ranks = new ArrayList<>();
    int number = 0;
    for (List<Integer> group : ComparisonGroups.of(wins)) {
      number++;
      Strengths.Estimate[] estimates = estimates(wins, group);
      List<Rank> ofGroup = new ArrayList<>();
      for (int i = 0; i < group.size(); i++) {
        String candidate = candidates.get(group.get(i));
        ofGroup.add(
            tallies
                .get(candidate)
                .rank(
                    candidate, number, estimates == null ? null : estimates[i], group.size() > 1));
      }
      ofGroup.sort(STRONGEST_FIRST);
      ranks.addAll(ofGroup);
    }
    return ranks;
  }

  /** Null where there is nothing to compare, or no estimate was found. */
  private static Strengths.Estimate[] estimates(double[][] wins, List<Integer> group) {
    if (group.size() < 2) {
      return null;
    }
    double[][] within =
        group.stream()
            .map(row -> group.stream().mapToDouble(column -> wins[row][column]).toArray())
            .toArray(double[][]::new);
    try {
      return Strengths.of(within);
    } catch (ArithmeticException e) {
      return null; // told as the reason of each
    }
  }

  private static Map<String, Tally> tallies(PairCounts counts) {
    Map<String, Tally> tallies = new HashMap<>();
    counts.candidates().forEach(candidate -> tallies.put(candidate, new Tally()));
    counts.wins(
        (winner, loser, count) -> {
          tallies.get(winner).wins += count;
          tallies.get(loser).losses += count;
        });
    counts.ties(
        (one, other, count) -> {
          tallies.get(one).ties += count;
          tallies.get(other).ties += count;
        });
    return tallies;
  }

  /** What a candidate's comparisons came to. */
  private static final class Tally {
    private long wins;
    private long losses;
    private long ties;

    Rank rank(String candidate, int group, Strengths.Estimate estimate, boolean hasOthers) {
      if (estimate == null) {
        Reason reason = hasOthers ? Reason.NOT_FOUND : alone();
        return new Rank(candidate, wins, losses, ties, group, null, null, null, null, reason);
      }
      double margin = Normal.QUANTILE * estimate.standardError();
      return new Rank(
          candidate,
          wins,
          losses,
          ties,
          group,
          estimate.strength(),
          estimate.standardError(),
          estimate.strength() - margin,
          estimate.strength() + margin,
          null);
    }

    private Reason alone() {
      return losses == 0 ? Reason.WON_ALL : wins == 0 ? Reason.LOST_ALL : Reason.ONE_WAY;
    }
  }
}
