package io.threadmark.dataset.format;

import io.threadmark.dataset.label.Labels;
import io.threadmark.dataset.row.Claim;
import io.threadmark.dataset.row.Example;
import io.threadmark.dataset.turn.Answer;
import io.threadmark.dataset.turn.Role;
import io.threadmark.dataset.turn.Turn;
import io.threadmark.schema.LabeledFeedback;
import java.util.List;
import java.util.function.Consumer;

/** Each labeled thread as one nested row, without loss: all its feedback, whatever the rules. */
final class Threads extends RowFormat {

  Threads() {
    super(
        "threads",
        "Whole conversations with messages, traces, feedback, intents and issues.",
        List.of("text-generation", "text-classification"),
        ThreadRow.COLUMNS);
  }

  @Override
  public RowMaker begin() {
    return Threads::rows;
  }

  private static void rows(Labels labels, Consumer<Example> rows) {
    List<LabeledFeedback> live = labels.liveFeedback();
    Origin origin = Origin.of(labels.thread(), null, null, "thread", live);
    rows.accept(
        origin.example(
            ThreadRow.of(labels.thread(), live),
            firstQuestion(labels.answers().turns()),
            null,
            labels.thread().getKind(),
            Claim.of("thread", "as it is")));
  }

  /** Threads that begin alike share it. */
  private static String firstQuestion(List<Turn> turns) {
    for (int place = 0; place < turns.size(); place++) {
      if (turns.get(place).role() == Role.USER) {
        return Answer.text(turns.subList(0, place + 1));
      }
    }
    return "";
  }
}
