package io.threadmark.processor.statistics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How often each of some candidates won against each other one, and how often neither did. */
public final class PairCounts {
  private final int mostCandidates;
  private final Map<String, Integer> numbers = new LinkedHashMap<>();

  /** Wins of the first of a pair against the second. */
  private final Map<Pair, Long> wins = new LinkedHashMap<>();

  /** Ties of a pair, the smaller number first. */
  private final Map<Pair, Long> ties = new LinkedHashMap<>();

  /** Two candidates, by their numbers. */
  record Pair(int first, int second) {}

  /** Takes what each ordered pair of candidates has. */
  public interface Visitor {
    /** Takes a count that is not 0. */
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

  /** Adds wins of a candidate against another. */
  public void won(String winner, String loser, long count) {
    wins.merge(new Pair(number(winner), number(loser)), count, Long::sum);
  }

  /** Adds comparisons of two candidates that neither won. */
  public void tied(String one, String other, long count) {
    int first = number(one);
    int second = number(other);
    ties.merge(new Pair(Math.min(first, second), Math.max(first, second)), count, Long::sum);
  }

  /** Visits the wins, each with its winner first. */
  public void wins(Visitor visitor) {
    visit(wins, visitor);
  }

  /** Visits the ties, each pair once. */
  public void ties(Visitor visitor) {
    visit(ties, visitor);
  }

  /** All candidates that were compared, in the order in which they came. */
  public List<String> candidates() {
    return new ArrayList<>(numbers.keySet());
  }

  /** All comparisons. */
  public long total() {
    return sum(wins) + sum(ties);
  }

  /**
   * For each ordered pair of candidates, by their place in {@link #candidates}, the wins of the
   * first; of a tie each has half a win.
   */
  double[][] winMatrix() {
    double[][] matrix = new double[numbers.size()][numbers.size()];
    wins.forEach((pair, count) -> matrix[pair.first][pair.second] += count);
    ties.forEach(
        (pair, count) -> {
          matrix[pair.first][pair.second] += count / 2.0;
          matrix[pair.second][pair.first] += count / 2.0;
        });
    return matrix;
  }

  private int number(String candidate) {
    Integer known = numbers.get(candidate);
    if (known != null) {
      return known;
    }
    if (numbers.size() == mostCandidates) {
      throw new TooManyCandidates(mostCandidates);
    }
    numbers.put(candidate, numbers.size());
    return numbers.size() - 1;
  }

  private void visit(Map<Pair, Long> counts, Visitor visitor) {
    List<String> names = candidates();
    counts.forEach(
        (pair, count) -> visitor.visit(names.get(pair.first), names.get(pair.second), count));
  }

  private static long sum(Map<Pair, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
