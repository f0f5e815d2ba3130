package io.threadmark.dataset.format;

import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Shape.Scalar;
import java.util.List;

/** The best answers as examples for a prompt: few of each intent, and within a budget of tokens. */
final class FewShot extends RowFormat {

  FewShot() {
    super(
        "few-shot",
        "The best answers of each intent, as examples to put into a prompt.",
        GENERATION,
        List.of(
            Column.optionalText("intent", "The first intent of the thread, where it has any."),
            Column.text("input", "What was asked; of several turns, all of them."),
            Column.text("output", "The answer, as corrected or as it is."),
            Column.text("origin", "correction, rating or thread_rating."),
            Column.of("raters", Scalar.LONG, "How many judges stand behind it."),
            Column.of(
                "tokens", Scalar.LONG, "About how many tokens it takes, four bytes being one."),
            Column.text("project_id", "The project."),
            Column.text("thread_id", "The thread.")));
  }

  @Override
  public boolean isForTrainingOnly() {
    return true;
  }

  @Override
  public RowMaker begin() {
    return new FewShotRows();
  }
}
