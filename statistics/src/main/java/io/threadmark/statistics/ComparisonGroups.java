package io.threadmark.statistics;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * Candidates whose strengths can be compared. The maximum of the Bradley-Terry likelihood is finite
 * if and only if, however the candidates are split in two, some one of each part won against some
 * one of the other: L. R. Ford, "Solution of a Ranking Problem from Binary Comparisons", American
 * Mathematical Monthly 64(8), 1957. That is to say that the graph with an edge from each winner to
 * its loser is strongly connected. Its strongly connected components are the groups.
 */
final class ComparisonGroups {
  private final double[][] wins;
  private final int[] order;
  private final int[] lowest;
  private final boolean[] open;
  private final Deque<Integer> path = new ArrayDeque<>();
  private final List<List<Integer>> groups = new ArrayList<>();
  private int reached;

  private ComparisonGroups(double[][] wins) {
    this.wins = wins;
    order = new int[wins.length];
    lowest = new int[wins.length];
    open = new boolean[wins.length];
    Arrays.fill(order, -1);
  }

  /**
   * The groups, by R. Tarjan, "Depth-First Search and Linear Graph Algorithms", SIAM Journal on
   * Computing 1(2), 1972: no candidate of a group ever lost against one of a later group.
   *
   * @param wins of the first of two candidates against the second
   */
  static List<List<Integer>> of(double[][] wins) {
    ComparisonGroups search = new ComparisonGroups(wins);
    for (int candidate = 0; candidate < wins.length; candidate++) {
      if (search.order[candidate] < 0) {
        search.visit(candidate);
      }
    }
    Collections.reverse(search.groups); // a component is complete after all that it leads to
    return search.groups;
  }

  private void visit(int candidate) {
    order[candidate] = reached;
    lowest[candidate] = reached++;
    path.push(candidate);
    open[candidate] = true;
    for (int loser = 0; loser < wins.length; loser++) {
      if (wins[candidate][loser] > 0) {
        if (order[loser] < 0) {
          visit(loser);
          lowest[candidate] = Math.min(lowest[candidate], lowest[loser]);
        } else if (open[loser]) {
          lowest[candidate] = Math.min(lowest[candidate], order[loser]);
        }
      }
    }
    if (lowest[candidate] == order[candidate]) {
      List<Integer> group = new ArrayList<>();
      int member;
      do {
        member = path.pop();
        open[member] = false;
        group.add(member);
      } while (member != candidate);
      Collections.sort(group);
      groups.add(group);
    }
  }
}
