package io.threadmark.gateway.door.mlflow.search;

import io.threadmark.gateway.refusal.InvalidEvent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads the filter of a search: conditions with AND between them. What is wrong is told by place.
 */
public final class FilterParser {
  private static final String FILTER = "filter";
  private static final int MOST_CHARACTERS = 16_384;
  private static final int MOST_CONDITIONS = 50;
  private static final int MOST_VALUES = 500;

  /** Longer ones cannot be what is compared with milliseconds or scores. */
  private static final int MOST_DIGITS = 40;

  private static final Set<String> COMPARISONS = Set.of("=", "!=", ">", ">=", "<", "<=");

  private final String text;
  private int at;

  private FilterParser(String text) {
    this.text = text;
  }

  /**
   * The conditions of a filter.
   *
   * @param filter null or empty for none
   */
  public static List<Condition> read(String filter) throws InvalidEvent {
    if (filter == null || filter.isBlank()) {
      return List.of();
    }
    if (filter.length() > MOST_CHARACTERS) {
      throw InvalidEvent.field(FILTER, "must have at most " + MOST_CHARACTERS + " characters");
    }
    return new FilterParser(filter).conditions();
  }

  private List<Condition> conditions() throws InvalidEvent {
    List<Condition> conditions = new ArrayList<>();
    conditions.add(condition());
    while (!isAtEnd()) {
      int start = at;
      if (!word().equals("AND")) {
        at = start;
        throw wrong("must have AND between conditions; OR and parentheses are not known");
      }
      if (conditions.size() == MOST_CONDITIONS) {
        throw InvalidEvent.field(FILTER, "must have at most " + MOST_CONDITIONS + " conditions");
      }
      conditions.add(condition());
    }
    return conditions;
  }

  private Condition condition() throws InvalidEvent {
    int start = at;
    Field field = field();
    Operator operator = operator();
    if (!operator.fits(field.kind())) {
      at = start;
      throw wrong("cannot compare that field by " + operator.word());
    }
    return new Condition(field, operator, values(field, operator));
  }

  private Field field() throws InvalidEvent {
    skipSpace();
    int start = at;
    String first = part();
    String group = null;
    StringBuilder key = new StringBuilder(first);
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      group = first;
      key.setLength(0);
      key.append(part());
      while (at < text.length() && text.charAt(at) == '.') {
        at++;
        key.append('.').append(part());
      }
    }
    try {
      return Field.of(group, key.toString());
    } catch (InvalidEvent e) {
      at = start;
      throw wrong(e.getMessage());
    }
  }

  /** A part of a name between dots: quoted, or up to what cannot be in one. */
  private String part() throws InvalidEvent {
    if (at < text.length() && (text.charAt(at) == '`' || text.charAt(at) == '"')) {
      return quoted();
    }
    int start = at;
    while (at < text.length() && isOfName(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw wrong("must have the name of a field");
    }
    return text.substring(start, at);
  }

  private static boolean isOfName(char c) {
    return Character.isLetterOrDigit(c) || "_-/:@$".indexOf(c) >= 0;
  }

  private Operator operator() throws InvalidEvent {
    skipSpace();
    int start = at;
    while (at < text.length() && "=!<>".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String symbol = text.substring(start, at);
    if (!symbol.isEmpty()) {
      for (Operator operator : Operator.values()) {
        if (COMPARISONS.contains(symbol) && operator.word().equals(symbol)) {
          return operator;
        }
      }
    } else {
      Operator operator = worded();
      if (operator != null) {
        return operator;
      }
    }
    at = start;
    throw wrong("must have =, !=, >, >=, <, <=, IN, LIKE, ILIKE, RLIKE or IS [NOT] NULL");
  }

  private Operator worded() throws InvalidEvent {
    return switch (word()) {
      case "LIKE" -> Operator.LIKE;
      case "ILIKE" -> Operator.ILIKE;
      case "RLIKE" -> Operator.RLIKE;
      case "IN" -> Operator.IN;
      case "NOT" -> word().equals("IN") ? Operator.NOT_IN : null;
      case "IS" -> ofNull(word());
      default -> null;
    };
  }

  private Operator ofNull(String word) {
    if (word.equals("NULL")) {
      return Operator.IS_NULL;
    }
    return word.equals("NOT") && word().equals("NULL") ? Operator.IS_NOT_NULL : null;
  }

  /** The letters that come next, in capitals; none where something else comes. */
  private String word() {
    skipSpace();
    int start = at;
    while (at < text.length() && Character.isLetter(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at).toUpperCase(Locale.ROOT);
  }

  private List<String> values(Field field, Operator operator) throws InvalidEvent {
    if (operator.isOfNull()) {
      return List.of();
    }
    if (!operator.isOfList()) {
      return List.of(value(field, operator));
    }
    expect('(');
    List<String> values = new ArrayList<>();
    do {
      if (values.size() == MOST_VALUES) {
        throw InvalidEvent.field(FILTER, "must have at most " + MOST_VALUES + " values in a list");
      }
      values.add(value(field, operator));
    } while (comes(','));
    expect(')');
    return values;
  }

  private String value(Field field, Operator operator) throws InvalidEvent {
    skipSpace();
    int start = at;
    boolean isQuoted = at < text.length() && (text.charAt(at) == '\'' || text.charAt(at) == '"');
    boolean wantsNumber = field.kind().isNumber() || operator.isOrder();
    if (isQuoted && !field.kind().isNumber()) {
      String quoted = quoted();
      if (wantsNumber && !isNumber(quoted)) {
        at = start;
        throw wrong("must compare with a number");
      }
      return quoted;
    }
    String number = isQuoted ? "" : bare();
    if (isNumber(number) && (wantsNumber || field.kind().isAssessment())) {
      return number;
    }
    at = start;
    throw wrong(wantsNumber ? "must compare with a number" : "must have a text in quotes");
  }

  private static boolean isNumber(String text) {
    try {
      return text.length() <= MOST_DIGITS
          && Math.abs((long) new BigDecimal(text).scale()) <= MOST_DIGITS;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private String bare() {
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || "+-.".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    return text.substring(start, at);
  }

  /** What stands in quotes of any kind; two of them within stand for one. */
  private String quoted() throws InvalidEvent {
    int start = at;
    char quote = text.charAt(at++);
    StringBuilder content = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != quote) {
        content.append(c);
      } else if (at < text.length() && text.charAt(at) == quote) {
        content.append(quote);
        at++;
      } else {
        return content.toString();
      }
    }
    at = start;
    throw wrong("has a quote without an end");
  }

  private boolean comes(char wanted) {
    skipSpace();
    boolean comes = at < text.length() && text.charAt(at) == wanted;
    at += comes ? 1 : 0;
    return comes;
  }

  private void expect(char wanted) throws InvalidEvent {
    if (!comes(wanted)) {
      throw wrong("must have " + wanted);
    }
  }

  private boolean isAtEnd() {
    skipSpace();
    return at == text.length();
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private InvalidEvent wrong(String what) {
    return InvalidEvent.field(FILTER, what + " (at character " + (at + 1) + ")");
  }
}
