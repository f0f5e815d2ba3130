package io.threadmark.processor.feedback.rows;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How words that people and applications give as a value, or as a name, are told apart: not by
 * case, not by space around them, not by how Unicode composes them.
 */
public final class ValueWord {
  /** Skin tones, whether a sign is drawn as text or in colour, and whom it shows. */
  private static final Pattern MODIFIERS =
      Pattern.compile("[\\x{1F3FB}-\\x{1F3FF}\\uFE0E\\uFE0F]|\\u200D[\\u2640\\u2642]");

  /** White space of every kind, also where lines do not break. */
  private static final Pattern AROUND =
      Pattern.compile("^[\\s\\p{Z}]+|[\\s\\p{Z}]+$", Pattern.UNICODE_CHARACTER_CLASS);

  /** A minus before a digit is a sign: -1 is not 1. */
  private static final Pattern SEPARATORS = Pattern.compile("(?!-\\d)[\\s_-]+");

  /** What JSON would read as a number, a truth value or null, or what stands in quotes already. */
  private static final Pattern LIKE_JSON =
      Pattern.compile("true|false|null|-?\\d+(\\.\\d+)?(e[+-]?\\d+)?|\".*\"", Pattern.DOTALL);

  private ValueWord() {}

  /** The one spelling of all words that are alike. */
  public static String folded(String word) {
    String composed = Normalizer.normalize(word, Normalizer.Form.NFC);
    return AROUND.matcher(composed).replaceAll("").toLowerCase(Locale.ROOT);
  }

  /**
   * The same for a word that is looked up in a table: compatible characters, the modifiers of signs
   * and what stands between its parts make no difference either.
   */
  public static String plain(String word) {
    String compatible = Normalizer.normalize(word, Normalizer.Form.NFKC);
    String bare = MODIFIERS.matcher(compatible).replaceAll("");
    return SEPARATORS.matcher(folded(bare)).replaceAll(" ").strip();
  }

  /**
   * The one spelling of a text beside numbers and truth values, from which quotes tell it apart.
   */
  public static String amongOthers(String word) {
    String folded = folded(word);
    return LIKE_JSON.matcher(folded).matches() ? '"' + folded + '"' : folded;
  }
}
