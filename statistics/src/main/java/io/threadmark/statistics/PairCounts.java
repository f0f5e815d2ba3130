package io.threadmark.statistics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** How often each of some candidates won against each other one, and how often neither did. */
public final class PairCounts {
  private final int mostCandidates;
  private final TreeSet<String> candidates = new TreeSet<>();

  /** Wins of the first of a pair against the second. */
  private final Map<Pair, Long> wins = new HashMap<>();

  /** Ties of a pair, the smaller name first. */
  private final Map<Pair, Long> ties = new HashMap<>();

  private record Pair(String first, String second) {}

  /** Takes how often something was so of two candidates. */
  public interface Visitor {
    /** Takes a count of at least 1. */
    void visit(String first, String second, long count);
  }

  /** There are more candidates than there may be. */
  public static final class TooManyCandidates extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyCandidates(int most) {
      super("there are more than " + most + " candidates");
    }
  }

  /**
   * @param mostCandidates where there are more, {@link TooManyCandidates} is thrown
   */
  public PairCounts(int mostCandidates) {
    this.mostCandidates = mostCandidates;
  }

  /**
   * Adds wins of a candidate against another.
   *
   * @param count at least 1
   */
  public void won(String winner, String loser, long count) {
    compared(winner, loser);
    wins.merge(new Pair(winner, loser), count, Long::sum);
  }

  /**
   * Adds comparisons of two candidates that neither won.
   *
   * @param count at least 1
   */
  public void tied(String one, String other, long count) {
    compared(one, other);
    boolean inOrder = one.compareTo(other) < 0;
    ties.merge(inOrder ? new Pair(one, other) : new Pair(other, one), count, Long::sum);
  }

  /** Visits the wins, each with its winner first. */
  public void wins(Visitor visitor) {
    wins.forEach((pair, count) -> visitor.visit(pair.first, pair.second, count));
  }

  /** Visits the ties, each pair once. */
  public void ties(Visitor visitor) {
    ties.forEach((pair, count) -> visitor.visit(pair.first, pair.second, count));
  }

  /** All candidates that were compared, by name. */
  public List<String> candidates() {
    return List.copyOf(candidates);
  }

  /** All comparisons. */
  public long total() {
    long[] total = {0};
    wins((winner, loser, count) -> total[0] += count);
    ties((one, other, count) -> total[0] += count);
    return total[0];
  }

  /**
   * For each ordered pair of candidates, by their place in {@link #candidates}, the wins of the
   * first; of a tie each has half a win.
   */
  double[][] winMatrix() {
    Map<String, Integer> places = new HashMap<>();
    candidates.forEach(candidate -> places.put(candidate, places.size()));
    double[][] matrix = new double[places.size()][places.size()];
    wins((winner, loser, count) -> matrix[places.get(winner)][places.get(loser)] += (double) count);
    ties(
        (one, other, count) -> {
          matrix[places.get(one)][places.get(other)] += count / 2.0;
          matrix[places.get(other)][places.get(one)] += count / 2.0;
        });
    return matrix;
  }

  private void compared(String one, String other) {
    candidates.add(one);
    candidates.add(other);
    if (candidates.size() > mostCandidates) {
      throw new TooManyCandidates(mostCandidates);
    }
  }
}
