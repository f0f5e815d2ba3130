package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.label.JudgedAnswer;
import io.threadmark.dataset.label.Labels;
import io.threadmark.dataset.label.Verdict;
import io.threadmark.dataset.row.Claim;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Example;
import io.threadmark.dataset.row.Provenance;
import io.threadmark.dataset.row.Shape.Scalar;
import io.threadmark.dataset.turn.Answer;
import java.util.List;
import java.util.function.Consumer;

/** Unpaired preferences with TRL: a prompt, an answer, and whether it is a good one. */
final class Kto extends RowFormat {

  Kto() {
    super(
        "kto",
        "Prompts, answers, and whether the judges speak for them, for KTO with TRL.",
        GENERATION,
        List.of(
            Column.of("prompt", TemplateMessages.SHAPE, "The conversation up to the answer."),
            Column.of("completion", TemplateMessages.SHAPE, "The answer."),
            Column.of("label", Scalar.BOOLEAN, "Whether the majority speaks for it."),
            TemplateMessages.TOOLS,
            Provenance.COLUMN));
  }

  @Override
  public RowMaker begin() {
    return Kto::rows;
  }

  private static void rows(Labels labels, Consumer<Example> rows) {
    labels.without("PREFERENCE");
    labels.withoutThread();
    Attempts attempts = new Attempts(labels, rows);
    for (JudgedAnswer judged : labels.votedAnswers()) {
      judged
          .verdict(labels.rules(), labels.drops())
          .ifPresent(verdict -> attempts.add(() -> row(labels, judged.answer(), verdict)));
    }
  }

  private static Example row(Labels labels, Answer answer, Verdict verdict)
      throws NoPlaceException {
    Origin origin = Origin.of(labels.thread(), answer, Origin.RATING, verdict.feedback());
    ObjectNode row = Json.object();
    row.set("prompt", TemplateMessages.prompt(answer));
    row.set("completion", TemplateMessages.of(List.of(answer.turn())));
    row.put("label", verdict.positive());
    if (answer.tools() != null) {
      row.set("tools", answer.tools());
    }
    row.set(Provenance.COLUMN.name(), origin.provenance().json());
    String said = answer.turn().comparable();
    return origin.example(
        row,
        answer.promptText(),
        said,
        String.valueOf(verdict.positive()),
        verdict.positive()
            ? Claim.speaksFor(answer.key(), "positive", said)
            : Claim.speaksAgainst(answer.key(), "negative", said));
  }
}
