package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Example;
import io.threadmark.dataset.turn.Answer;
import java.util.List;

/** A format with a row for each two answers of which one is better. */
abstract class PreferredPairFormat extends RowFormat {

  PreferredPairFormat(String name, String summary, List<Column> columns) {
    super(name, summary, GENERATION, columns);
  }

  @Override
  public RowMaker begin() {
    return (labels, rows) -> {
      labels.withoutThread();
      Attempts attempts = new Attempts(labels, rows);
      PreferredPair.of(labels).forEach(pair -> attempts.add(() -> example(pair)));
    };
  }

  abstract ObjectNode row(PreferredPair pair) throws NoPlaceException;

  private Example example(PreferredPair pair) throws NoPlaceException {
    return pair.origin()
        .example(
            row(pair),
            Answer.text(pair.prompt()),
            pair.comparable(),
            pair.origin().provenance().origin(),
            pair.claim());
  }
}
