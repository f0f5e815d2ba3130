package io.threadmark.processor.query.export;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.processor.index.Selection;
import io.threadmark.processor.index.Selection.Unit;
import io.threadmark.processor.query.filter.SelectionReader;
import io.threadmark.processor.query.http.QueryParameters;
import io.threadmark.processor.query.http.RequestProblem;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads the filters of lists of threads from JSON. */
final class FilterReader {
  private static final String PATH = "filters";

  private FilterReader() {}

  /**
   * @param given null for all threads of the project
   */
  static Selection read(String project, Members given) {
    Set<String> once = SelectionReader.once(Unit.THREADS);
    Set<String> lists = SelectionReader.lists(Unit.THREADS);
    MultiMap parameters = MultiMap.caseInsensitiveMultiMap();
    if (given != null) {
      Set<String> known = new TreeSet<>(once);
      known.addAll(lists);
      for (String name : given.names()) {
        String canonical = QueryParameters.snakeCase(name);
        if (!known.contains(canonical)) {
          throw given.wrong(name, "is not a filter" + QueryParameters.meant(canonical, known));
        }
        if (parameters.contains(canonical)) {
          throw given.wrong(name, "is given twice");
        }
        if (given.has(name)) {
          add(parameters, canonical, given, name, lists.contains(canonical));
        }
      }
    }
    try {
      return SelectionReader.read(
          Unit.THREADS, QueryParameters.ofFilters(parameters, project, once, lists));
    } catch (RequestProblem e) {
      throw e.under(PATH);
    }
  }

  private static void add(
      MultiMap parameters, String canonical, Members given, String name, boolean isList) {
    List<JsonNode> values = new ArrayList<>();
    if (given.value(name).isArray()) {
      given.value(name).forEach(values::add);
    } else {
      values.add(given.value(name));
    }
    if (values.size() != 1 && !isList) {
      throw given.wrong(name, "must have one value");
    }
    for (JsonNode value : values) {
      if (!value.isValueNode() || value.isNull()) {
        throw given.wrong(name, "must be a text, a number, true or false, or a list of them");
      }
      parameters.add(
          canonical, isList ? QueryParameters.asOneValue(value.asText()) : value.asText());
    }
  }
}
