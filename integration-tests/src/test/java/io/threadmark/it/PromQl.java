package io.threadmark.it;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a PromQL expression, as far as dashboards use the language, to say which metrics and labels
 * it asks for. See https://prometheus.io/docs/prometheus/latest/querying/basics/.
 */
final class PromQl {
  /**
   * A metric that is asked for.
   *
   * @param equal the labels that must have a value
   * @param labels all labels that it must have, also those by which it is grouped
   */
  record Use(String metric, Map<String, String> equal, Set<String> labels) {}

  private static final Pattern TOKEN =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)*\"|\\d+[smhdwy]|\\d+(?:\\.\\d+)?|[a-zA-Z_:][\\w:]*"
              + "|=~|!~|!=|==|>=|<=|[-+*/%^<>=(){}\\[\\],]");

  private static final Pattern SPACE = Pattern.compile("\\s*");
  private static final Pattern WORD = Pattern.compile("[a-zA-Z_:].*");
  private static final Pattern NUMBER = Pattern.compile("[\\d.]+");

  private static final Set<String> OF_RANGES =
      Set.of("rate", "irate", "increase", "delta", "max_over_time", "avg_over_time");
  private static final Set<String> OF_INSTANTS =
      Set.of("histogram_quantile", "vector", "abs", "clamp_min", "clamp_max");
  private static final Set<String> AGGREGATIONS = Set.of("sum", "min", "max", "avg", "count");
  private static final Set<String> OPERATORS =
      Set.of("+", "-", "*", "/", "%", "^", "==", "!=", ">", "<", ">=", "<=", "and", "or", "unless");
  private static final Set<String> MATCHERS = Set.of("=", "!=", "=~", "!~");

  private final String text;
  private final List<String> tokens = new ArrayList<>();
  private final List<Use> uses = new ArrayList<>();
  private int position;

  private PromQl(String text) {
    this.text = text;
    Matcher token = TOKEN.matcher(text);
    Matcher space = SPACE.matcher(text);
    int end = 0;
    while (space.region(end, text.length()).lookingAt() && space.end() < text.length()) {
      if (!token.region(space.end(), text.length()).lookingAt()) {
        throw wrong("character " + space.end());
      }
      tokens.add(token.group());
      end = token.end();
    }
  }

  /**
   * What an expression asks for.
   *
   * @throws AssertionError where it is none
   */
  static List<Use> uses(String expression) {
    PromQl query = new PromQl(expression);
    if (query.isRange()) {
      throw query.wrong("a range cannot be shown");
    }
    if (query.position < query.tokens.size()) {
      throw query.wrong("nothing should be left");
    }
    return query.uses;
  }

  /** Reads an expression; returns whether it is a range. */
  private boolean isRange() {
    boolean range = isOperandRange();
    while (OPERATORS.contains(ahead())) {
      next();
      if (range | isOperandRange()) {
        throw wrong("operators take no ranges");
      }
    }
    return range;
  }

  private boolean isOperandRange() {
    String token = next();
    if (token.equals("(")) {
      boolean range = isRange();
      take(")");
      return range;
    }
    if (NUMBER.matcher(token).matches()) {
      return false;
    }
    if (!WORD.matcher(token).matches()) {
      throw wrong("neither a metric nor a function");
    }
    if (AGGREGATIONS.contains(token)) {
      aggregation();
      return false;
    }
    if (ahead().equals("(")) {
      function(token);
      return false;
    }
    return isSelectorRange(token);
  }

  private void aggregation() {
    Set<String> by = grouping();
    int before = uses.size();
    if (arguments().contains(true)) {
      throw wrong("aggregations take no ranges");
    }
    by.addAll(grouping());
    uses.subList(before, uses.size()).forEach(use -> use.labels.addAll(by));
  }

  private Set<String> grouping() {
    Set<String> labels = new TreeSet<>();
    if (ahead().equals("by")) {
      next();
      list("(", ")", () -> labels.add(next()));
    }
    return labels;
  }

  private void function(String name) {
    if (!OF_RANGES.contains(name) && !OF_INSTANTS.contains(name)) {
      throw wrong(name + " is not known");
    }
    if (arguments().contains(!OF_RANGES.contains(name))) {
      throw wrong(name + " of what it does not take");
    }
  }

  /** Reads arguments; returns of each whether it is a range. */
  private List<Boolean> arguments() {
    List<Boolean> ranges = new ArrayList<>();
    list("(", ")", () -> ranges.add(isRange()));
    return ranges;
  }

  private boolean isSelectorRange(String metric) {
    Use use = new Use(metric, new LinkedHashMap<>(), new TreeSet<>());
    uses.add(use);
    if (ahead().equals("{")) {
      list("{", "}", () -> matcher(use));
    }
    if (!ahead().equals("[")) {
      return false;
    }
    next();
    if (!next().matches("\\d+[smhdwy]")) {
      throw wrong("not a duration");
    }
    take("]");
    return true;
  }

  private void matcher(Use use) {
    String label = next();
    String operator = next();
    String value = next();
    if (!MATCHERS.contains(operator) || !value.startsWith("\"")) {
      throw wrong("not a matcher of labels");
    }
    use.labels.add(label);
    if (operator.equals("=")) {
      use.equal.put(label, value.substring(1, value.length() - 1));
    }
  }

  private void list(String begin, String end, Runnable element) {
    take(begin);
    element.run();
    while (ahead().equals(",")) {
      next();
      element.run();
    }
    take(end);
  }

  private void take(String expected) {
    if (!next().equals(expected)) {
      throw wrong("there should be " + expected);
    }
  }

  /** The next token; empty at the end. */
  private String ahead() {
    return position < tokens.size() ? tokens.get(position) : "";
  }

  private String next() {
    if (position == tokens.size()) {
      throw wrong("there should be more");
    }
    return tokens.get(position++);
  }

  private AssertionError wrong(String why) {
    return new AssertionError(
        why + ", behind '" + String.join(" ", tokens.subList(0, position)) + "' in " + text);
  }
}
