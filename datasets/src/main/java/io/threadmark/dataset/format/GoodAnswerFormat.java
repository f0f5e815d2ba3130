package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.row.Column;
import java.util.List;

/** A format with a row for each answer worth learning. */
abstract class GoodAnswerFormat extends RowFormat {

  GoodAnswerFormat(String name, String summary, List<Column> columns) {
    super(name, summary, GENERATION, columns);
  }

  @Override
  public RowMaker begin() {
    return (labels, rows) -> {
      Attempts attempts = new Attempts(labels, rows);
      GoodAnswer.of(labels)
          .forEach(good -> attempts.add(() -> good.example(row(good), good.good().comparable())));
    };
  }

  abstract ObjectNode row(GoodAnswer good) throws NoPlaceException;
}
