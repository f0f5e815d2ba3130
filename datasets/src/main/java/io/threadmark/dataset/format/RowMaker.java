package io.threadmark.dataset.format;

import io.threadmark.dataset.label.Labels;
import io.threadmark.dataset.row.Example;
import java.util.function.Consumer;

/** Makes the rows of one dataset, thread by thread. */
@FunctionalInterface
public interface RowMaker {

  void rows(Labels labels, Consumer<Example> rows);

  /** After the last thread: what could only be chosen when all were seen. */
  default void end(Consumer<Example> rows) {}
}
