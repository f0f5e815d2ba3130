package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.label.Correction;
import io.threadmark.dataset.label.JudgedAnswer;
import io.threadmark.dataset.label.Labels;
import io.threadmark.dataset.label.Reason;
import io.threadmark.dataset.label.Vote;
import io.threadmark.dataset.row.Claim;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Example;
import io.threadmark.dataset.row.Provenance;
import io.threadmark.dataset.row.Shape;
import io.threadmark.dataset.row.Shape.Scalar;
import io.threadmark.dataset.turn.Answer;
import io.threadmark.schema.LabeledFeedback;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Records as Argilla exports and imports them: each judge's response to three questions, the
 * judgement, the correction and the comment. No majority is taken.
 */
final class Argilla extends RowFormat {
  private static final Shape TEXTS = Shape.list(Scalar.TEXT);

  Argilla() {
    super(
        "argilla",
        "Judged answers with every judge's response, as records of Argilla.",
        CLASSIFICATION,
        described());
  }

  private static List<Column> described() {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.text("id", "The same for the same answer, whenever it is exported."));
    columns.add(Column.text("prompt", "The conversation up to the answer."));
    columns.add(Column.text("response", "The answer."));
    for (String question : List.of("judgement", "correction", "comment")) {
      columns.add(Column.of(question + ".responses", TEXTS, "The responses."));
      columns.add(Column.of(question + ".responses.users", TEXTS, "Whose they are."));
      columns.add(Column.of(question + ".responses.status", TEXTS, "Always submitted."));
    }
    columns.add(Column.text("project_id", "The project."));
    columns.add(Column.text("thread_id", "The thread."));
    columns.add(Column.optionalText("trace_id", "The trace, where one is known."));
    columns.add(Column.of("feedback_ids", TEXTS, "The feedback."));
    return List.copyOf(columns);
  }

  @Override
  public RowMaker begin() {
    return Argilla::rows;
  }

  private static void rows(Labels labels, Consumer<Example> rows) {
    labels.without("PREFERENCE");
    labels.withoutThread();
    Attempts attempts = new Attempts(labels, rows);
    labels.judgedAnswers().forEach(judged -> attempts.add(() -> row(labels, judged)));
  }

  private static Example row(Labels labels, JudgedAnswer judged) throws NoPlaceException {
    Answer answer = judged.answer();
    if (!answer.turn().body().isText()) {
      throw new NoPlaceException(Reason.CONTENT_IS_NOT_TEXT);
    }
    Origin origin = Origin.of(labels.thread(), answer, Origin.RATING, judged.feedback());
    Provenance provenance = origin.provenance();
    ObjectNode row = Json.object();
    row.put("id", provenance.projectId() + "/" + provenance.threadId() + "/" + answer.key());
    row.put("prompt", answer.promptText().stripTrailing());
    row.put("response", answer.turn().comparable());
    Question judgement = new Question(row, "judgement");
    for (Vote vote : judged.votes()) {
      judgement.add(vote.feedback(), vote.positive() ? "positive" : "negative");
    }
    Question correction = new Question(row, "correction");
    for (Correction corrected : judged.corrections()) {
      correction.add(corrected.feedback(), corrected.corrected().body().text());
    }
    Question comment = new Question(row, "comment");
    for (LabeledFeedback feedback : judged.feedback()) {
      String text = comment(feedback);
      if (text != null) {
        comment.add(feedback, text);
      }
    }
    row.put("project_id", provenance.projectId());
    row.put("thread_id", provenance.threadId());
    row.put("trace_id", provenance.traceId());
    row.set("feedback_ids", Json.array(provenance.feedbackIds()));
    return origin.example(
        row,
        answer.promptText(),
        answer.turn().comparable(),
        null,
        Claim.of(answer.key(), "judged")
            .with(judgement.text() + correction.text() + comment.text()));
  }

  private static String comment(LabeledFeedback feedback) {
    if (feedback.getRationale() != null) {
      return feedback.getRationale();
    }
    return feedback.getKind().equals("TEXT")
        ? Json.read(feedback.getValueJson()).textValue()
        : null;
  }

  /** The three columns of one question. */
  private static final class Question {
    private final ArrayNode responses;
    private final ArrayNode users;
    private final ArrayNode status;

    Question(ObjectNode row, String name) {
      this.responses = row.putArray(name + ".responses");
      this.users = row.putArray(name + ".responses.users");
      this.status = row.putArray(name + ".responses.status");
    }

    void add(LabeledFeedback feedback, String response) {
      String rater = feedback.getSource().getId();
      responses.add(response);
      users.add(rater == null ? "feedback:" + feedback.getFeedbackId() : rater);
      status.add("submitted");
    }

    String text() {
      return Json.text(responses);
    }
  }
}
