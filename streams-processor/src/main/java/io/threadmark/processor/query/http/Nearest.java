package io.threadmark.processor.query.http;

import java.util.Collection;
import java.util.Comparator;

/** Finds the name that somebody is likely to have meant. */
public final class Nearest {
  private Nearest() {}

  /** The nearest of some names; null where none is near. */
  public static String to(String given, Collection<String> names) {
    int near = Math.max(1, given.length() / 3);
    return names.stream()
        .filter(name -> edits(given, name) <= near)
        .min(Comparator.comparingInt((String name) -> edits(given, name)).thenComparing(name -> name))
        .orElse(null);
  }

  /** Characters that one name must gain, lose or change to be another (Levenshtein). */
  private static int edits(String one, String other) {
    int[] before = new int[other.length() + 1];
    for (int j = 0; j < before.length; j++) {
      before[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] now = new int[other.length() + 1];
      now[0] = i;
      for (int j = 1; j < now.length; j++) {
        int changed = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        now[j] = Math.min(before[j - 1] + changed, 1 + Math.min(before[j], now[j - 1]));
      }
      before = now;
    }
    return before[other.length()];
  }
}
