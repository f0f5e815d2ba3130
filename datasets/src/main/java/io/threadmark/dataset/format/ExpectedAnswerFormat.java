package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Example;
import java.util.List;

/** A format with a row for each judged answer, and what should have been answered. */
abstract class ExpectedAnswerFormat extends RowFormat {

  ExpectedAnswerFormat(String name, String summary, List<Column> columns) {
    super(name, summary, ANSWERING, columns);
  }

  /** Each in a place of its own. */
  @Override
  public final boolean tellsProvenance() {
    return true;
  }

  @Override
  public RowMaker begin() {
    return (labels, rows) -> {
      Attempts attempts = new Attempts(labels, rows);
      ExpectedAnswer.of(labels).forEach(expected -> attempts.add(() -> example(expected)));
    };
  }

  abstract ObjectNode row(ExpectedAnswer expected) throws NoPlaceException;

  private Example example(ExpectedAnswer expected) throws NoPlaceException {
    return expected
        .origin()
        .example(
            row(expected),
            expected.answer().promptText(),
            expected.answer().turn().comparable(),
            expected.judgement(),
            expected.claim());
  }
}
