package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.label.Choice;
import io.threadmark.dataset.label.Labels;
import io.threadmark.dataset.row.Claim;
import io.threadmark.dataset.row.Claim.First;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Example;
import io.threadmark.dataset.row.Shape.Scalar;
import io.threadmark.dataset.turn.Answer;
import io.threadmark.dataset.turn.Turn;
import java.util.List;
import java.util.function.Consumer;

/** Each judge's choice between two answers as one flat row, ties and order of showing included. */
final class Pairwise extends RowFormat {

  Pairwise() {
    super(
        "pairwise",
        "One row for each choice of a judge between two answers.",
        CLASSIFICATION,
        List.of(
            Column.text("prompt", "What was asked; of several turns, the whole conversation."),
            Column.text("a", "One answer; the one shown first, where that is known."),
            Column.text("b", "The other."),
            Column.text("preferred", "a, b or tie."),
            Column.optionalText("shown_first", "a, where the order of showing is known."),
            Column.text("a_id", "The candidate's id."),
            Column.text("b_id", "The candidate's id."),
            Column.optionalText("rater_id", "Who chose, where known."),
            Column.text("source_type", "HUMAN, LLM_JUDGE, CODE or UNSPECIFIED."),
            Column.text("name", "What was judged."),
            Column.optionalText("comment", "Why, in the judge's words."),
            Column.text("group_id", "The feedback: the same in all pairs of one ranking."),
            Column.text("project_id", "The project."),
            Column.text("thread_id", "The thread."),
            Column.optionalText("trace_id", "The trace, where one is known."),
            Column.of("updated_at", Scalar.TIME, "When it was last said.")));
  }

  @Override
  public RowMaker begin() {
    return Pairwise::rows;
  }

  private static void rows(Labels labels, Consumer<Example> rows) {
    labels.without("BOOLEAN", "NUMERIC", "CATEGORICAL", "TEXT", "CORRECTION");
    for (Choice choice : labels.choices()) {
      if (choice.neighbours() || !labels.rules().adjacentPairs()) {
        rows.accept(example(labels, choice));
      }
    }
  }

  private static Example example(Labels labels, Choice choice) {
    Origin origin =
        Origin.of(
            labels.thread(),
            choice.feedback().getTraceId(),
            choice.feedback().getTarget().getMessageId(),
            Origin.PREFERENCE,
            List.of(choice.feedback()));
    ObjectNode row = row(labels, choice);
    String preferred = row.path("preferred").textValue();
    return origin.example(
        row, Answer.text(choice.prompt()), null, preferred, claim(choice, preferred));
  }

  private static Claim claim(Choice choice, String preferred) {
    String about = choice.feedback().getFeedbackId() + "/" + choice.aId() + "/" + choice.bId();
    if (choice.isTie()) {
      return Claim.of(about, preferred);
    }
    String a = choice.a().comparable();
    String b = choice.b().comparable();
    Claim claim = Claim.prefers(about, preferred, choice.isForA() ? a : b, choice.isForA() ? b : a);
    return choice.shownFirst() == null
        ? claim
        : claim.shown(choice.isForA() ? First.BETTER : First.WORSE);
  }

  private static ObjectNode row(Labels labels, Choice choice) {
    ObjectNode row = Json.object();
    row.put("prompt", text(choice.prompt()));
    row.put("a", choice.a().comparable());
    row.put("b", choice.b().comparable());
    row.put("preferred", choice.isTie() ? "tie" : choice.isForA() ? "a" : "b");
    row.put("shown_first", choice.shownFirst() == null ? null : "a");
    row.put("a_id", choice.aId());
    row.put("b_id", choice.bId());
    row.put("rater_id", choice.feedback().getSource().getId());
    row.put("source_type", choice.feedback().getSource().getType());
    row.put("name", choice.feedback().getName());
    row.put("comment", choice.feedback().getRationale());
    row.put("group_id", choice.feedback().getFeedbackId());
    row.put("project_id", labels.thread().getProjectId());
    row.put("thread_id", labels.thread().getThreadId());
    row.put("trace_id", choice.feedback().getTraceId());
    row.put("updated_at", Times.text(choice.feedback().getUpdatedAt()));
    return row;
  }

  private static String text(List<Turn> prompt) {
    return prompt.size() == 1 ? prompt.get(0).comparable() : Answer.text(prompt).stripTrailing();
  }
}
