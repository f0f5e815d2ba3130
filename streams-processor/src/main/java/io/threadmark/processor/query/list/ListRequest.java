package io.threadmark.processor.query.list;

import io.threadmark.processor.index.Facet;
import io.threadmark.processor.index.Place;
import io.threadmark.processor.index.Question;
import io.threadmark.processor.index.Question.Order;
import io.threadmark.processor.index.Selection.Unit;
import io.threadmark.processor.query.filter.SelectionReader;
import io.threadmark.processor.query.http.QueryParameters;
import io.threadmark.processor.query.http.RequestProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What somebody wants to see of the threads or the traces of a project.
 *
 * @param question what is asked of the index; its size covers the pages before
 * @param skip how many of these are on the pages before
 * @param size of a page
 * @param includes what each row shows besides
 * @param partial whether a list is wanted also where some of it cannot be had
 */
public record ListRequest(
    Question question, int skip, int size, Set<String> includes, boolean partial) {
  private static final int DEFAULT_SIZE = 50;
  private static final int MOST_SIZE = 500;
  private static final int MOST_ROWS = 10_000;
  private static final int MOST_FACETS = 16;
  private static final String SORT = "sort";

  private static final Set<String> ANSWERED_BY_THREADS =
      Set.of("messages", "feedback", "intents", "issues", "traces");
  private static final Set<String> ANSWERED_BY_TRACES = Set.of("content", "feedback");

  private static final Map<String, Order> ORDERS_OF_THREADS = new LinkedHashMap<>();
  private static final Map<String, Order> ORDERS_OF_TRACES = new LinkedHashMap<>();

  static {
    ORDERS_OF_THREADS.put("updated", Order.UPDATED);
    ORDERS_OF_THREADS.put("created", Order.CREATED);
    ORDERS_OF_THREADS.put("last_feedback", Order.LAST_FEEDBACK);
    ORDERS_OF_TRACES.put("created", Order.CREATED);
    ORDERS_OF_TRACES.put("updated", Order.UPDATED);
    ORDERS_OF_TRACES.put("latency", Order.LATENCY);
    ORDERS_OF_TRACES.put("last_feedback", Order.LAST_FEEDBACK);
  }

  /** Names that have one value. */
  public static Set<String> once(Unit unit) {
    Set<String> names = new TreeSet<>(ofCount(unit));
    names.addAll(Set.of(SORT, "page_size", "page_index", "cursor"));
    includes(unit).forEach(what -> names.add("include_" + what));
    return names;
  }

  /** The same of what only counts. */
  public static Set<String> ofCount(Unit unit) {
    Set<String> names = new TreeSet<>(SelectionReader.once(unit));
    names.add("partial");
    return names;
  }

  /** Names that may have several values. */
  public static Set<String> lists(Unit unit) {
    Set<String> names = new TreeSet<>(SelectionReader.lists(unit));
    names.add("facets");
    return names;
  }

  private static Set<String> includes(Unit unit) {
    return unit == Unit.THREADS ? ANSWERED_BY_THREADS : ANSWERED_BY_TRACES;
  }

  /**
   * @throws RequestProblem where a parameter is wrong
   */
  public static ListRequest read(Unit unit, QueryParameters parameters) {
    int size = parameters.whole("page_size", DEFAULT_SIZE, 1, MOST_SIZE);
    int page = parameters.whole("page_index", 0, 0, Integer.MAX_VALUE);
    String cursor = parameters.text("cursor");
    if (cursor != null && parameters.has("page_index")) {
      throw RequestProblem.invalid("cursor", "must not be given together with page_index");
    }
    if ((page + 1L) * size > MOST_ROWS) {
      throw RequestProblem.invalid(
          "page_index",
          "leads beyond the first " + MOST_ROWS + " rows: go on with the next_cursor of a page");
    }
    Sort sort = Sort.read(unit, parameters);
    Question question =
        new Question(
            SelectionReader.read(unit, parameters),
            sort.order,
            sort.descending,
            cursor == null ? null : Cursor.read(cursor, sort.word),
            (page + 1) * size + 1,
            facets(unit, parameters));
    Set<String> shown = new TreeSet<>();
    includes(unit).stream()
        .filter(what -> parameters.flag("include_" + what, false))
        .forEach(shown::add);
    return new ListRequest(question, page * size, size, shown, parameters.flag("partial", false));
  }

  /**
   * The same of what only counts.
   *
   * @throws RequestProblem where a parameter is wrong
   */
  public static ListRequest readCount(Unit unit, QueryParameters parameters) {
    Question question = Question.counting(SelectionReader.read(unit, parameters));
    return new ListRequest(question, 0, 0, Set.of(), parameters.flag("partial", false));
  }

  /** The cursor of the page behind a place. */
  String cursorBehind(Place place) {
    return Cursor.write(place, Sort.word(question));
  }

  private static List<String> facets(Unit unit, QueryParameters parameters) {
    List<String> names = parameters.list("facets").stream().distinct().toList();
    if (names.size() > MOST_FACETS) {
      throw RequestProblem.invalid("facets", "must have at most " + MOST_FACETS + " names");
    }
    for (String name : names) {
      if (Facet.of(unit, name) == null) {
        throw RequestProblem.invalid(
            "facets",
            "must be of "
                + Facet.names(unit)
                + QueryParameters.meant(name, new TreeSet<>(Facet.names(unit))));
      }
    }
    return names;
  }

  /** An order, by the word for it. */
  private record Sort(String word, Order order, boolean descending) {
    private static final String RELEVANCE = "relevance";

    static Sort read(Unit unit, QueryParameters parameters) {
      Map<String, Order> orders = unit == Unit.THREADS ? ORDERS_OF_THREADS : ORDERS_OF_TRACES;
      String given = parameters.text(SORT);
      String word = given == null ? '-' + orders.keySet().iterator().next() : given;
      if (word.equals(RELEVANCE)) {
        if (parameters.text("search") == null) {
          throw RequestProblem.invalid(SORT, "by relevance needs a search");
        }
        return new Sort(RELEVANCE, Order.RELEVANCE, true);
      }
      boolean descending = word.startsWith("-");
      Order order = orders.get(descending ? word.substring(1) : word);
      if (order == null) {
        List<String> words = new ArrayList<>();
        orders.keySet().forEach(name -> words.addAll(List.of(name, '-' + name)));
        words.add(RELEVANCE);
        throw RequestProblem.invalid(SORT, "must be one of " + words);
      }
      return new Sort(word, order, descending);
    }

    static String word(Question question) {
      String name = question.order().name().toLowerCase(java.util.Locale.ROOT);
      return question.descending() && question.order() != Order.RELEVANCE ? '-' + name : name;
    }
  }
}
