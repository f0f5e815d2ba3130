package io.threadmark.processor.index;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a text in which something that was searched for stands.
 *
 * @param field that has the text
 * @param text the part; an ellipsis stands where it was cut
 * @param hits where the words stand in it, each from its first character to behind its last,
 *     counted in code points
 */
public record Snippet(String field, String text, List<Hit> hits) {
  /** About so many UTF-16 units are shown. */
  private static final int LENGTH = 240;

  /** Of these, before the first hit. */
  private static final int BEFORE = 60;

  private static final int MOST_HITS = 20;
  private static final String CUT = "…";

  /** A place in a text. */
  public record Hit(int start, int end) {}

  /** Around the first hit in one of a row's texts; null where there is none. */
  static Snippet of(List<Texts.Text> texts, List<SearchText.Clause> sought) {
    for (Texts.Text text : texts) {
      List<TextAnalysis.Word> words = TextAnalysis.words(text.text());
      List<TextAnalysis.Word> hits = hits(words, sought);
      if (!hits.isEmpty()) {
        return around(text, hits);
      }
    }
    return null;
  }

  private static List<TextAnalysis.Word> hits(
      List<TextAnalysis.Word> words, List<SearchText.Clause> sought) {
    boolean[] hit = new boolean[words.size()];
    for (SearchText.Clause clause : sought) {
      int length = clause.words().size();
      for (int at = 0; !clause.absent() && at + length <= words.size(); at++) {
        if (clause.standsAt(words, at)) {
          java.util.Arrays.fill(hit, at, at + length, true);
        }
      }
    }
    List<TextAnalysis.Word> found = new ArrayList<>();
    for (int i = 0; i < hit.length; i++) {
      if (hit[i]) {
        found.add(words.get(i));
      }
    }
    return found;
  }

  private static Snippet around(Texts.Text of, List<TextAnalysis.Word> words) {
    String text = of.text();
    int from = whole(text, Math.max(0, words.get(0).start() - BEFORE));
    int to = whole(text, Math.min(text.length(), Math.max(from + LENGTH, words.get(0).end())));
    String before = from > 0 ? CUT : "";
    List<Hit> hits = new ArrayList<>();
    for (TextAnalysis.Word word : words) {
      if (word.end() <= to && hits.size() < MOST_HITS) {
        int start = before.length() + text.codePointCount(from, word.start());
        hits.add(new Hit(start, start + text.codePointCount(word.start(), word.end())));
      }
    }
    String shown = before + text.substring(from, to) + (to < text.length() ? CUT : "");
    return new Snippet(of.field(), shown, hits);
  }

  /** A place that does not part a character. */
  private static int whole(String text, int at) {
    boolean within =
        at > 0
            && at < text.length()
            && Character.isLowSurrogate(text.charAt(at))
            && Character.isHighSurrogate(text.charAt(at - 1));
    return within ? at - 1 : at;
  }
}
