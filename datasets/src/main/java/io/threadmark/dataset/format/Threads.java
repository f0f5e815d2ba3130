package io.threadmark.dataset.format;

import io.threadmark.dataset.label.Labels;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Example;
import io.threadmark.dataset.turn.Answer;
import io.threadmark.dataset.turn.Role;
import io.threadmark.dataset.turn.Turn;
import io.threadmark.schema.LabeledFeedback;
import java.util.List;
import java.util.function.Consumer;

/** Each labeled thread as one nested row, without loss: all its feedback, whatever the rules. */
final class Threads implements DatasetFormat {

  @Override
  public String name() {
    return "threads";
  }

  @Override
  public String summary() {
    return "Whole conversations with messages, traces, feedback, intents and issues.";
  }

  @Override
  public List<Column> columns() {
    return ThreadRow.COLUMNS;
  }

  @Override
  public List<String> tasks() {
    return List.of("text-generation", "text-classification");
  }

  @Override
  public boolean tellsProvenance() {
    return true;
  }

  @Override
  public RowMaker begin() {
    return Threads::rows;
  }

  private static void rows(Labels labels, Consumer<Example> rows) {
    List<LabeledFeedback> live = labels.liveFeedback();
    Origin origin = Origin.of(labels.thread(), null, null, "thread", live);
    rows.accept(
        new Example(
            ThreadRow.of(labels.thread(), live),
            origin.provenance(),
            firstQuestion(labels.answers().turns()),
            null,
            labels.thread().getKind(),
            origin.human(),
            origin.newest()));
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
