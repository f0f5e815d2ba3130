package io.threadmark.processor.query.http;

import io.threadmark.schema.Micros;
import io.threadmark.schema.Receipt;
import io.threadmark.schema.ReceiptKeys;
import io.threadmark.schema.project.ProjectHeader;
import io.threadmark.schema.rule.NearestNames;
import io.threadmark.schema.rule.TimeRule;
import io.threadmark.schema.rule.TimeRule.NoTimeException;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Reads the parameters of a query, naming the one that is wrong. */
public final class QueryParameters {
  public static final int MOST_WAIT_MS = 10_000;

  /** Of a list. */
  private static final int MOST_VALUES = 500;

  private static final Pattern CAPITAL = Pattern.compile("(?<=[a-z])[A-Z]");
  private static final Pattern PLUS_LOST =
      Pattern.compile("(:[\\d:.,]+) (\\d\\d(?::?\\d\\d)?)(?=\\[|$)");
  private static final String DEFAULT_PROJECT = "default";
  private static final Set<String> OF_EVERY_QUERY = Set.of("project_id", "wait_for", "wait_ms");

  private final MultiMap given;
  private final Supplier<String> decidedProject;

  /**
   * @throws RequestProblem where a parameter is not known or given twice
   */
  public QueryParameters(RoutingContext request, Set<String> known) {
    this(request.queryParams(), () -> projectOf(request), known);
  }

  /**
   * @param decidedProject the project, which the gateway decided
   */
  public QueryParameters(MultiMap given, Supplier<String> decidedProject, Set<String> known) {
    this(given, decidedProject, known, Set.of());
  }

  private QueryParameters(
      MultiMap given, Supplier<String> decidedProject, Set<String> known, Set<String> lists) {
    this.given = given;
    this.decidedProject = decidedProject;
    for (String name : given.names()) {
      if (!OF_EVERY_QUERY.contains(name) && !known.contains(name) && !lists.contains(name)) {
        throw RequestProblem.invalid(
            name, "is not a parameter of this query" + meant(name, known, lists));
      }
      if (given.getAll(name).size() > 1 && !lists.contains(name)) {
        throw RequestProblem.invalid(name, "must be given once");
      }
    }
  }

  /**
   * The parameters of a list, of which some have several values, between commas or each under the
   * name again. All names may also be written in camelCase.
   *
   * @param once names that have one value
   * @param lists names that may have several
   */
  public static QueryParameters ofList(
      RoutingContext request, Set<String> once, Set<String> lists) {
    return ofList(request, once, lists, name -> false);
  }

  /**
   * The same of a request with other parameters besides.
   *
   * @param others whether a name is of those, which somebody else reads
   */
  public static QueryParameters ofList(
      RoutingContext request, Set<String> once, Set<String> lists, Predicate<String> others) {
    MultiMap given = MultiMap.caseInsensitiveMultiMap();
    for (Map.Entry<String, String> entry : request.queryParams()) {
      if (!others.test(entry.getKey())) {
        given.add(snakeCase(entry.getKey()), entry.getValue());
      }
    }
    return new QueryParameters(given, () -> projectOf(request), once, lists);
  }

  /**
   * The same of filters that did not come in an address.
   *
   * @param given names in snake_case
   */
  public static QueryParameters ofFilters(
      MultiMap given, String project, Set<String> once, Set<String> lists) {
    return new QueryParameters(given, () -> project, once, lists);
  }

  /** A value of a list spelled so that {@link #list} reads it as one. */
  public static String asOneValue(String value) {
    return value.replace("\\", "\\\\").replace(",", "\\,");
  }

  /** A name that may be in camelCase, as all others are. */
  public static String snakeCase(String name) {
    return CAPITAL
        .matcher(name)
        .replaceAll(capital -> "_" + capital.group().toLowerCase(Locale.ROOT));
  }

  private static String meant(String given, Set<String> known, Set<String> lists) {
    Set<String> names = new TreeSet<>(known);
    names.addAll(lists);
    names.addAll(OF_EVERY_QUERY);
    return meant(given, names);
  }

  /** Asks whether the nearest of some names was meant; empty where none is near. */
  public static String meant(String given, Set<String> names) {
    List<String> nearest = NearestNames.of(given, names);
    return nearest.isEmpty() ? "" : "; did you mean " + String.join(" or ", nearest) + "?";
  }

  /**
   * The values of a name, between commas or each under the name again; none where it is not given.
   * A backslash before a comma, or before another backslash, makes it part of a value.
   */
  public List<String> list(String name) {
    List<String> values = new ArrayList<>();
    for (String text : given.getAll(name)) {
      StringBuilder value = new StringBuilder();
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        boolean escapes =
            c == '\\' && i + 1 < text.length() && "\\,".indexOf(text.charAt(i + 1)) >= 0;
        if (escapes) {
          value.append(text.charAt(++i));
        } else if (c == ',') {
          values.add(value.toString());
          value.setLength(0);
        } else {
          value.append(c);
        }
      }
      values.add(value.toString());
    }
    if (values.contains("")) {
      throw RequestProblem.invalid(name, "must not have an empty value");
    }
    if (values.size() > MOST_VALUES) {
      throw RequestProblem.invalid(name, "must have at most " + MOST_VALUES + " values");
    }
    return values;
  }

  /** The value of a name where nothing else is asked for; null where there is more, or not that. */
  public String only(String name) {
    boolean alone =
        given.getAll(name).size() == 1
            && given.names().stream()
                .allMatch(other -> other.equals(name) || OF_EVERY_QUERY.contains(other));
    return alone ? notEmpty(name) : null;
  }

  /** Whether a name is given. */
  public boolean has(String name) {
    return given.contains(name);
  }

  /** A truth value. */
  public boolean flag(String name, boolean fallback) {
    String text = text(name);
    if (text == null) {
      return fallback;
    }
    if (!text.equals("true") && !text.equals("false")) {
      throw RequestProblem.invalid(name, "must be true or false");
    }
    return text.equals("true");
  }

  private static String projectOf(RoutingContext request) {
    String decided = request.request().getHeader(ProjectHeader.NAME);
    return decided == null || decided.isEmpty() ? DEFAULT_PROJECT : ProjectHeader.decode(decided);
  }

  /** The project, which the gateway decided. */
  public String project() {
    String decided = decidedProject.get();
    String said = text("project_id");
    if (said != null && !said.equals(decided)) {
      throw RequestProblem.otherProject();
    }
    return decided;
  }

  public String text(String name) {
    return given.get(name);
  }

  /** A text; null where it is not given. */
  public String notEmpty(String name) {
    String text = text(name);
    if (text != null && text.isEmpty()) {
      throw RequestProblem.invalid(name, "must not be empty");
    }
    return text;
  }

  public int whole(String name, int fallback, int least, int most) {
    String text = text(name);
    if (text == null) {
      return fallback;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // said below, together with the bounds
    }
    throw RequestProblem.invalid(name, "must be a whole number from " + least + " to " + most);
  }

  /** A time in microseconds, as {@link TimeRule} reads it. */
  public long time(String name, long fallback) {
    String text = text(name);
    if (text == null) {
      return fallback;
    }
    try {
      return Micros.of(TimeRule.readParameter(withPlus(text)));
    } catch (NoTimeException e) {
      throw RequestProblem.invalid(name, e.getMessage());
    }
  }

  /** In an address, a plus that nobody has encoded stands for a space. */
  private static String withPlus(String text) {
    return PLUS_LOST.matcher(text).replaceFirst("$1+$2");
  }

  /** A time as {@link #time} reads it, exactly. */
  public static String timeText(long micros) {
    return Micros.toInstant(micros).toString();
  }

  /** Some of an enumeration's words, between commas. */
  public <E extends Enum<E>> Set<E> choices(String name, Class<E> type, Set<E> fallback) {
    String text = text(name);
    if (text == null) {
      return fallback;
    }
    try {
      Set<E> chosen = EnumSet.noneOf(type);
      for (String word : text.split(",", -1)) {
        chosen.add(Enum.valueOf(type, word));
      }
      return chosen;
    } catch (IllegalArgumentException e) {
      throw RequestProblem.invalid(
          name, "must be of " + Arrays.toString(type.getEnumConstants()) + ", between commas");
    }
  }

  /** One of some words; null where it is not given. */
  public String word(String name, List<String> words) {
    String text = text(name);
    if (text == null || words.contains(text)) {
      return text;
    }
    throw RequestProblem.invalid(name, "must be one of " + words);
  }

  /** The receipt to wait for; null where there is none. */
  public Receipt receipt(ReceiptKeys keys) {
    String text = text("wait_for");
    return text == null ? null : receipt("wait_for", text, keys);
  }

  /**
   * The receipt of a text.
   *
   * @param name what the text is called
   */
  public Receipt receipt(String name, String text, ReceiptKeys keys) {
    if (keys.isEmpty()) {
      throw RequestProblem.unavailable("the processor is starting");
    }
    try {
      Receipt receipt = keys.verify(text);
      if (receipt.project().equals(project())) {
        return receipt;
      }
    } catch (IllegalArgumentException e) {
      // said below; what exactly is wrong with it is nobody's business
    }
    throw RequestProblem.invalid(name, "is not a receipt of this project");
  }
}
