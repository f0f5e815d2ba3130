package io.threadmark.gateway.door.mlflow.search;

import io.threadmark.gateway.refusal.InvalidEvent;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Whether texts fit a pattern, in bounded time whatever the pattern. */
final class TextPattern {
  private static final int MOST_STEPS = 200_000;
  private static final int MOST_EXPRESSION = 1_000;

  private final Operator operator;
  private final String pattern;
  private final Pattern expression;

  private TextPattern(Operator operator, String pattern, Pattern expression) {
    this.operator = operator;
    this.pattern = pattern;
    this.expression = expression;
  }

  static TextPattern of(Operator operator, String pattern) throws InvalidEvent {
    if (operator != Operator.RLIKE) {
      return new TextPattern(operator, operator == Operator.ILIKE ? lower(pattern) : pattern, null);
    }
    if (pattern.length() > MOST_EXPRESSION) {
      throw InvalidEvent.field(
          "filter", "must have a regular expression of at most " + MOST_EXPRESSION + " characters");
    }
    try {
      return new TextPattern(operator, pattern, Pattern.compile(pattern));
    } catch (PatternSyntaxException | StackOverflowError e) {
      throw InvalidEvent.field("filter", "has a regular expression that cannot be read");
    }
  }

  boolean fits(String text) throws InvalidEvent {
    return switch (operator) {
      case LIKE -> isLike(text);
      case ILIKE -> isLike(lower(text));
      default -> isFound(text);
    };
  }

  /** {@code %} stands for any text and {@code _} for one character. */
  private boolean isLike(String text) {
    int inText = 0;
    int inPattern = 0;
    int anyInText = -1;
    int anyInPattern = -1;
    while (inText < text.length()) {
      char wanted = inPattern < pattern.length() ? pattern.charAt(inPattern) : 0;
      if (inPattern < pattern.length() && wanted == '%') {
        anyInPattern = inPattern++;
        anyInText = inText;
      } else if (inPattern < pattern.length() && (wanted == '_' || wanted == text.charAt(inText))) {
        inPattern++;
        inText++;
      } else if (anyInPattern >= 0) {
        inPattern = anyInPattern + 1;
        inText = ++anyInText;
      } else {
        return false;
      }
    }
    while (inPattern < pattern.length() && pattern.charAt(inPattern) == '%') {
      inPattern++;
    }
    return inPattern == pattern.length();
  }

  private boolean isFound(String text) throws InvalidEvent {
    try {
      return expression.matcher(new Counted(text, new int[1])).find();
    } catch (TooLongException | StackOverflowError e) {
      throw InvalidEvent.field("filter", "has a regular expression that takes too long");
    }
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** The expression has looked at more characters than it may. */
  private static final class TooLongException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLongException() {
      super(null, null, false, false);
    }
  }

  /** A text that lets itself be looked at only so often. */
  @SuppressWarnings("ArrayRecordComponent") // shared with what is cut out of it, never compared
  private record Counted(CharSequence text, int[] steps) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (++steps[0] > MOST_STEPS) {
        throw new TooLongException();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text.subSequence(start, end), steps);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
