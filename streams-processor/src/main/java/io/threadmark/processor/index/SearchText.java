package io.threadmark.processor.index;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What somebody searches for, in a small language of its own: words, all of which must be there;
 * {@code "words in quotes"} in just that order; {@code -word} or {@code -"words"}, which must not
 * be there; and {@code begin*}, for words that begin so. Every other character only parts words.
 *
 * @param clauses each says something that must hold
 */
public record SearchText(List<Clause> clauses) {
  static final int MOST_CHARS = 1_000;
  static final int MOST_CLAUSES = 32;

  /**
   * A word or several in turn.
   *
   * @param words as they are compared
   * @param prefix whether the last one only begins so
   * @param absent whether they must not be there
   */
  record Clause(List<String> words, boolean prefix, boolean absent) {
    String last() {
      return words.get(words.size() - 1);
    }

    /** Whether its words stand somewhere among those of a text. */
    boolean standsIn(List<TextAnalysis.Word> text) {
      return IntStream.rangeClosed(0, text.size() - words.size())
          .anyMatch(at -> standsAt(text, at));
    }

    /** Whether its words stand among those of a text from a place on. */
    boolean standsAt(List<TextAnalysis.Word> text, int at) {
      int end = words.size() - 1;
      for (int i = 0; i < end; i++) {
        if (!text.get(at + i).term().equals(words.get(i))) {
          return false;
        }
      }
      String word = text.get(at + end).term();
      return prefix ? word.startsWith(last()) : word.equals(last());
    }
  }

  /**
   * Reads what somebody typed.
   *
   * @throws IllegalArgumentException where there is no word in it, or too much; the message goes on
   *     after the name of the parameter
   */
  public static SearchText read(String typed) {
    List<Clause> clauses = new Reading(bounded(typed), false).clauses();
    return new SearchText(clauses);
  }

  /**
   * Reads the beginnings of a name, an address or an id: of each word, as many characters as
   * somebody typed.
   *
   * @throws IllegalArgumentException as {@link #read}
   */
  public static SearchText readPrefixes(String typed) {
    return new SearchText(new Reading(bounded(typed), true).clauses());
  }

  private static String bounded(String typed) {
    if (typed.length() > MOST_CHARS) {
      throw new IllegalArgumentException("must have at most " + MOST_CHARS + " characters");
    }
    return typed;
  }

  /**
   * Goes through the characters once; there is no wrong spelling, an open quote ends at the end.
   */
  private static final class Reading {
    private final String typed;
    private final boolean prefixes;
    private final List<Clause> found = new ArrayList<>();
    private int at;

    Reading(String typed, boolean prefixes) {
      this.typed = typed;
      this.prefixes = prefixes;
    }

    List<Clause> clauses() {
      while (skipSpace()) {
        clause();
      }
      if (found.isEmpty()) {
        throw new IllegalArgumentException("must have a word to look for");
      }
      if (found.size() > MOST_CLAUSES) {
        throw new IllegalArgumentException("must have at most " + MOST_CLAUSES + " words");
      }
      return List.copyOf(found);
    }

    private boolean skipSpace() {
      while (at < typed.length() && isSpace(typed.charAt(at))) {
        at++;
      }
      return at < typed.length();
    }

    private void clause() {
      boolean absent = typed.charAt(at) == '-' && !prefixes;
      if (absent) {
        at++;
      }
      boolean quoted = at < typed.length() && typed.charAt(at) == '"';
      String text = quoted ? quoted() : bare();
      boolean prefix = prefixes;
      if (!quoted && text.endsWith("*")) {
        text = text.substring(0, text.length() - 1);
        prefix = true;
      } else if (quoted && at < typed.length() && typed.charAt(at) == '*') {
        at++;
        prefix = true;
      }
      List<String> words = TextAnalysis.words(text).stream().map(TextAnalysis.Word::term).toList();
      if (!words.isEmpty()) {
        found.add(new Clause(words, prefix, absent));
      }
    }

    private String quoted() {
      int end = typed.indexOf('"', at + 1);
      String text = typed.substring(at + 1, end < 0 ? typed.length() : end);
      at = end < 0 ? typed.length() : end + 1;
      return text;
    }

    private String bare() {
      int begin = at;
      while (at < typed.length() && !isSpace(typed.charAt(at)) && typed.charAt(at) != '"') {
        at++;
      }
      return typed.substring(begin, at);
    }

    private static boolean isSpace(char c) {
      return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
  }
}
