package io.threadmark.dataset.format;

import io.threadmark.dataset.label.Labels;
import io.threadmark.dataset.row.Example;
import java.util.function.Consumer;

/** Tries rows, and counts those that a format has no room for. */
final class Attempts {
  private final Labels labels;
  private final Consumer<Example> rows;

  Attempts(Labels labels, Consumer<Example> rows) {
    this.labels = labels;
    this.rows = rows;
  }

  void add(Attempt attempt) {
    try {
      rows.accept(attempt.row());
    } catch (NoPlaceException e) {
      labels.drops().count(e.reason());
    }
  }

  /** One row, if there is room for it. */
  interface Attempt {
    Example row() throws NoPlaceException;
  }
}
