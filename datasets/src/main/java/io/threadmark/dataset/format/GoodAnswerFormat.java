package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.row.Claim;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Example;
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
      GoodAnswer.of(labels).forEach(good -> attempts.add(() -> example(good)));
    };
  }

  abstract ObjectNode row(GoodAnswer good) throws NoPlaceException;

  private Example example(GoodAnswer good) throws NoPlaceException {
    String answer = good.good().comparable();
    return good.origin()
        .example(
            row(good),
            good.answer().promptText(),
            answer,
            good.origin().provenance().origin(),
            Claim.speaksFor(good.answer().key(), "good", answer));
  }
}
