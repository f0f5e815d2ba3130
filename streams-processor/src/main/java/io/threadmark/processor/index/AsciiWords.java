package io.threadmark.processor.index;

/**
 * The words of a text of ASCII alone, one after the other, as Unicode's rules (UAX #29) part them:
 * letters, digits and low lines go together, and some signs do with them where they stand between
 * two letters or two digits. A low line alone is no word.
 */
final class AsciiWords {
  private static final int ASCII = 128;
  private static final byte OTHER = 0;
  private static final byte LETTER = 1;
  private static final byte DIGIT = 2;

  /** Joins whatever it stands beside. */
  private static final byte LOW_LINE = 3;

  /** Between digits. */
  private static final byte MID_DIGIT = 4;

  /** Between letters or digits. */
  private static final byte MID_EITHER = 5;

  private static final byte[] KINDS = new byte[ASCII];

  static {
    for (char c = 0; c < ASCII; c++) {
      KINDS[c] = kind(c);
    }
  }

  private final char[] text;
  private final int length;
  private int start;
  private int end;

  /**
   * @param length how much of the text counts
   */
  AsciiWords(char[] text, int length) {
    this.text = text;
    this.length = length;
  }

  private static byte kind(char c) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
      return LETTER;
    }
    if (c >= '0' && c <= '9') {
      return DIGIT;
    }
    return switch (c) {
      case '_' -> LOW_LINE;
      case ',', ';' -> MID_DIGIT;
      case '.', '\'' -> MID_EITHER;
      default -> OTHER;
    };
  }

  static boolean isFor(char[] text, int length) {
    for (int i = 0; i < length; i++) {
      if (text[i] >= ASCII) {
        return false;
      }
    }
    return true;
  }

  /** A character of a word as it is compared. */
  static char folded(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
  }

  /** Finds the next word; false where there is none. */
  boolean next() {
    int at = end;
    while (at < length) {
      start = at;
      while (at < length && (isWithin(at) || joins(at))) {
        at++;
      }
      end = at;
      boolean alone = end == start + 1 && KINDS[text[start]] == LOW_LINE;
      if (end > start && !alone) {
        return true;
      }
      at = Math.max(at, start + 1);
    }
    end = length;
    return false;
  }

  private boolean isWithin(int at) {
    byte kind = KINDS[text[at]];
    return kind == LETTER || kind == DIGIT || kind == LOW_LINE;
  }

  private boolean joins(int at) {
    if (at == start || at + 1 >= length) {
      return false;
    }
    byte kind = KINDS[text[at]];
    byte before = KINDS[text[at - 1]];
    byte after = KINDS[text[at + 1]];
    return before == after
        && ((kind == MID_EITHER && before == LETTER)
            || ((kind == MID_EITHER || kind == MID_DIGIT) && before == DIGIT));
  }

  /** Where the word begins. */
  int start() {
    return start;
  }

  /** Behind its last character. */
  int end() {
    return end;
  }
}
