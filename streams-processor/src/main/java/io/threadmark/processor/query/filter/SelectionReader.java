package io.threadmark.processor.query.filter;

import io.threadmark.processor.index.Condition;
import io.threadmark.processor.index.Condition.Comparison;
import io.threadmark.processor.index.Condition.Subject;
import io.threadmark.processor.index.Condition.Test;
import io.threadmark.processor.index.IndexFields;
import io.threadmark.processor.index.SearchText;
import io.threadmark.processor.index.Selection;
import io.threadmark.processor.index.Selection.Unit;
import io.threadmark.processor.query.http.QueryParameters;
import io.threadmark.processor.query.http.RequestProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Reads which threads or traces are meant. */
public final class SelectionReader {
  private SelectionReader() {}

  /** Names of parameters that have one value. */
  public static Set<String> once(Unit unit) {
    Set<String> names =
        new TreeSet<>(Set.of("has_feedback", "search", "user_search", "after", "before"));
    if (unit == Unit.TRACES) {
      names.addAll(Set.of("has_error", "ended_after", "ended_before"));
    }
    return names;
  }

  /** Names of parameters that may have several. */
  public static Set<String> lists(Unit unit) {
    Set<String> names = new TreeSet<>(Filters.names(unit));
    if (unit == Unit.THREADS) {
      names.add("external_ids");
    }
    return names;
  }

  /**
   * @throws RequestProblem where a parameter is wrong
   */
  public static Selection read(Unit unit, QueryParameters parameters) {
    return new Selection(
        parameters.project(),
        unit,
        conditions(unit, parameters),
        text("search", parameters, SearchText::read),
        text("user_search", parameters, SearchText::readPrefixes));
  }

  private static List<Condition> conditions(Unit unit, QueryParameters parameters) {
    List<Condition> conditions = new ArrayList<>(Filters.read(unit, parameters));
    Subject own = unit == Unit.THREADS ? Subject.THREAD : Subject.TRACE;
    if (unit == Unit.THREADS) {
      conditions.addAll(Filters.readIds(parameters));
    }
    if (parameters.has("has_feedback")) {
      conditions.add(Filters.judged(unit, parameters.flag("has_feedback", true)));
    }
    if (parameters.has("has_error")) {
      conditions.add(
          Condition.of(
              own,
              IndexFields.HAS_ERROR,
              List.of(Boolean.toString(parameters.flag("has_error", true)))));
    }
    between(conditions, own, IndexFields.CREATED, "after", "before", parameters);
    between(conditions, own, IndexFields.ENDED, "ended_after", "ended_before", parameters);
    return conditions;
  }

  private static void between(
      List<Condition> conditions,
      Subject own,
      String field,
      String after,
      String before,
      QueryParameters parameters) {
    long from = parameters.time(after, Long.MIN_VALUE);
    long to = parameters.time(before, Long.MAX_VALUE);
    if (from >= to) {
      throw RequestProblem.invalid(before, "must be later than " + after);
    }
    if (parameters.has(after)) {
      conditions.add(compared(own, field, new Test(Comparison.AT_LEAST, Long.toString(from))));
    }
    if (parameters.has(before)) {
      conditions.add(compared(own, field, new Test(Comparison.LESS, Long.toString(to))));
    }
  }

  private static Condition compared(Subject own, String field, Test test) {
    return new Condition(List.of(own), field, List.of(test), false);
  }

  private static String text(String name, QueryParameters parameters, Consumer<String> reader) {
    String text = parameters.text(name);
    if (text != null) {
      try {
        reader.accept(text);
      } catch (IllegalArgumentException e) {
        throw RequestProblem.invalid(name, e.getMessage());
      }
    }
    return text;
  }
}
