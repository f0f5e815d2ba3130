package io.threadmark.processor.query.dataset;

import io.threadmark.dataset.DatasetStream;
import io.threadmark.dataset.format.DatasetFormat;
import io.threadmark.dataset.format.DatasetFormats;
import io.threadmark.dataset.label.Rules;
import io.threadmark.dataset.row.FileKind;
import io.threadmark.processor.index.Selection;
import io.threadmark.processor.index.Selection.Unit;
import io.threadmark.processor.query.filter.SelectionReader;
import io.threadmark.processor.query.http.QueryParameters;
import io.threadmark.processor.query.http.RequestProblem;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A dataset that is asked for.
 *
 * @param parameters with what the request waits for
 */
public record DatasetRequest(
    QueryParameters parameters,
    DatasetFormat format,
    FileKind fileKind,
    Rules rules,
    Selection selection) {
  private static final String FILE = "file";

  /**
   * @throws RequestProblem where something is wrong
   */
  public static DatasetRequest read(RoutingContext request) {
    DatasetFormat format = format(request.pathParam("format"));
    Set<String> once = new TreeSet<>(SelectionReader.once(Unit.THREADS));
    once.add(FILE);
    QueryParameters parameters =
        QueryParameters.ofList(
            request, once, SelectionReader.lists(Unit.THREADS), RuleParameters::isOne);
    FileKind fileKind = fileKind(parameters);
    if (!fileKind.holds(format.columns())) {
      throw RequestProblem.invalid(
          FILE, "must not be " + fileKind.word() + ": rows of " + format.name() + " are nested");
    }
    return new DatasetRequest(
        parameters,
        format,
        fileKind,
        RuleParameters.read(request.queryParams()),
        SelectionReader.read(Unit.THREADS, parameters));
  }

  private static DatasetFormat format(String name) {
    try {
      return DatasetFormats.named(name);
    } catch (IllegalArgumentException e) {
      Set<String> names = new TreeSet<>();
      DatasetFormats.ALL.forEach(format -> names.add(format.name()));
      throw RequestProblem.invalid(
          "format", "must be one of " + names + QueryParameters.meant(name, names));
    }
  }

  private static FileKind fileKind(QueryParameters parameters) {
    List<String> words = Arrays.stream(FileKind.values()).map(FileKind::word).toList();
    String word = parameters.word(FILE, words);
    return word == null ? FileKind.JSONL : FileKind.values()[words.indexOf(word)];
  }

  /** Writes it. */
  DatasetStream stream() {
    return new DatasetStream(format, fileKind, rules);
  }

  /** The name that browsers save it under. */
  String fileName() {
    return format.name() + "." + fileKind.word();
  }
}
