package io.threadmark.processor.index;

import java.util.ArrayList;
import java.util.List;

/** What a search finds, by going over every word of every text. */
public final class PlainText {
  private PlainText() {}

  /** Whether texts have, together, what somebody typed. */
  public static boolean has(List<String> texts, String typed) {
    return SearchText.read(typed).clauses().stream()
        .allMatch(clause -> clause.absent() != texts.stream().anyMatch(text -> has(text, clause)));
  }

  /** Whether every word begins some word of the texts. */
  public static boolean begins(List<String> texts, String typed) {
    return SearchText.readPrefixes(typed).clauses().stream()
        .allMatch(clause -> texts.stream().anyMatch(text -> has(text, clause)));
  }

  private static boolean has(String text, SearchText.Clause clause) {
    List<String> words = new ArrayList<>();
    TextAnalysis.words(text).forEach(word -> words.add(word.term()));
    for (int at = 0; at + clause.words().size() <= words.size(); at++) {
      boolean stands = true;
      for (int i = 0; i < clause.words().size(); i++) {
        String word = words.get(at + i);
        boolean last = i == clause.words().size() - 1;
        stands &=
            last && clause.prefix()
                ? word.startsWith(clause.words().get(i))
                : word.equals(clause.words().get(i));
      }
      if (stands) {
        return true;
      }
    }
    return false;
  }
}
