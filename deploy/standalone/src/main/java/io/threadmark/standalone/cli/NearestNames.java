package io.threadmark.standalone.cli;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Finds the names that a misspelt one is likely to stand for. */
final class NearestNames {
  /** From this length on a name may have two slips. */
  private static final int LONG_NAME = 5;

  private NearestNames() {}

  /** Those of the names that are fewest slips away, if that is near enough. */
  static List<String> of(String typed, Collection<String> names) {
    String bare = bare(typed);
    int most = bare.length() < LONG_NAME ? 1 : 2;
    int least = distances(bare, names).min(Integer::compare).orElse(Integer.MAX_VALUE);
    return names.stream()
        .filter(name -> isWord(name) && least <= most && slips(bare, bare(name)) == least)
        .sorted()
        .toList();
  }

  private static Stream<Integer> distances(String bare, Collection<String> names) {
    return names.stream().filter(NearestNames::isWord).map(name -> slips(bare, bare(name)));
  }

  /** A single letter is near to everything that is short. */
  private static boolean isWord(String name) {
    return bare(name).length() > 1;
  }

  private static String bare(String name) {
    return name.replaceFirst("^-+", "");
  }

  /** How many letters are missing, too many, wrong, or exchanged with their neighbour. */
  private static int slips(String typed, String name) {
    int[][] distance = new int[typed.length() + 1][name.length() + 1];
    for (int i = 0; i <= typed.length(); i++) {
      for (int j = 0; j <= name.length(); j++) {
        distance[i][j] = i == 0 || j == 0 ? i + j : step(distance, typed, name, i, j);
      }
    }
    return distance[typed.length()][name.length()];
  }

  private static int step(int[][] distance, String typed, String name, int i, int j) {
    int wrong = typed.charAt(i - 1) == name.charAt(j - 1) ? 0 : 1;
    int least =
        Math.min(
            distance[i - 1][j - 1] + wrong, Math.min(distance[i - 1][j], distance[i][j - 1]) + 1);
    boolean exchanged =
        i > 1
            && j > 1
            && typed.charAt(i - 1) == name.charAt(j - 2)
            && typed.charAt(i - 2) == name.charAt(j - 1);
    return exchanged ? Math.min(least, distance[i - 2][j - 2] + 1) : least;
  }
}
