package io.threadmark.dataset.format;

import io.threadmark.dataset.row.Column;
import java.util.List;

/** What each format says of itself. */
abstract class RowFormat implements DatasetFormat {
  static final List<String> GENERATION = List.of("text-generation");
  static final List<String> CLASSIFICATION = List.of("text-classification");
  static final List<String> ANSWERING = List.of("question-answering");

  private final String name;
  private final String summary;
  private final List<String> tasks;
  private final List<Column> columns;

  RowFormat(String name, String summary, List<String> tasks, List<Column> columns) {
    this.name = name;
    this.summary = summary;
    this.tasks = tasks;
    this.columns = columns;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String summary() {
    return summary;
  }

  @Override
  public final List<String> tasks() {
    return tasks;
  }

  @Override
  public final List<Column> columns() {
    return columns;
  }
}
