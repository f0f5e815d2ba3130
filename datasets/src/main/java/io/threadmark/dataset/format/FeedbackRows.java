package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.label.Correction;
import io.threadmark.dataset.label.Drops;
import io.threadmark.dataset.label.Labels;
import io.threadmark.dataset.row.Claim;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Example;
import io.threadmark.dataset.row.Shape.Scalar;
import io.threadmark.dataset.turn.Answer;
import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.LabeledTrace;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Each piece of feedback as one flat row: ratings, comments and corrections as a table. */
final class FeedbackRows extends RowFormat {

  FeedbackRows() {
    super(
        "feedback",
        "One row for each piece of feedback: ratings, comments, corrections.",
        CLASSIFICATION,
        List.of(
            Column.text("project_id", "The project."),
            Column.text("feedback_id", "Names the feedback in its project."),
            Column.text("thread_id", "The thread."),
            Column.optionalText("trace_id", "The trace that it was matched to."),
            Column.optionalText("client_request_id", "The application's own id of that request."),
            Column.optionalText("message_id", "The message that it names."),
            Column.optionalText("span_id", "The span that it names."),
            Column.text("name", "What was judged."),
            Column.text("kind", "BOOLEAN, NUMERIC, CATEGORICAL, TEXT, CORRECTION or PREFERENCE."),
            Column.optionalText("value", "The value: a text as it is, anything else as JSON."),
            Column.optional("rating", Scalar.DOUBLE, "The value where it is a number."),
            Column.optional("scale_min", Scalar.DOUBLE, "The least value of its scale."),
            Column.optional("scale_max", Scalar.DOUBLE, "The greatest value of its scale."),
            Column.text("polarity", "POSITIVE, NEGATIVE, NEUTRAL or NONE."),
            Column.optionalText("comment", "Why, in the judge's words; else the text that it is."),
            Column.optionalText("correction", "The whole answer as corrected."),
            Column.optionalText("rater_id", "Who judged, where known."),
            Column.text("source_type", "HUMAN, LLM_JUDGE, CODE or UNSPECIFIED."),
            Column.text("signal", "EXPLICIT or IMPLICIT."),
            Column.of("created_at", Scalar.TIME, "When it was first said."),
            Column.of("updated_at", Scalar.TIME, "When it was last said.")));
  }

  @Override
  public RowMaker begin() {
    return FeedbackRows::rows;
  }

  private static void rows(Labels labels, Consumer<Example> rows) {
    for (LabeledFeedback feedback : labels.feedback()) {
      Optional<Answer> answer = labels.answers().of(feedback);
      Origin origin =
          Origin.of(
              labels.thread(),
              feedback.getTraceId(),
              feedback.getTarget().getMessageId(),
              feedback.getKind().toLowerCase(Locale.ROOT),
              List.of(feedback));
      rows.accept(
          origin.example(
              row(labels, feedback, answer),
              answer.map(Answer::promptText).orElse(""),
              null,
              feedback.getPolarity(),
              claim(feedback, answer)));
    }
  }

  private static Claim claim(LabeledFeedback feedback, Optional<Answer> answer) {
    String id = feedback.getFeedbackId();
    String polarity = feedback.getPolarity();
    Optional<String> text = answer.map(found -> found.turn().comparable());
    return switch (polarity) {
      case "POSITIVE" ->
          text.map(said -> Claim.speaksFor(id, polarity, said)).orElse(Claim.of(id, polarity));
      case "NEGATIVE" ->
          text.map(said -> Claim.speaksAgainst(id, polarity, said)).orElse(Claim.of(id, polarity));
      default -> Claim.of(id, polarity);
    };
  }

  private static ObjectNode row(Labels labels, LabeledFeedback feedback, Optional<Answer> answer) {
    JsonNode value = Json.read(feedback.getValueJson());
    LabeledTrace trace = labels.answers().trace(feedback.getTraceId());
    ObjectNode row = Json.object();
    row.put("project_id", labels.thread().getProjectId());
    row.put("feedback_id", feedback.getFeedbackId());
    row.put("thread_id", labels.thread().getThreadId());
    row.put("trace_id", feedback.getTraceId());
    row.put("client_request_id", clientRequestId(feedback, trace));
    row.put("message_id", feedback.getTarget().getMessageId());
    row.put("span_id", feedback.getTarget().getSpanId());
    row.put("name", feedback.getName());
    row.put("kind", feedback.getKind());
    row.put("value", plain(value));
    row.put("rating", value.isNumber() ? finite(value.doubleValue()) : null);
    row.put("scale_min", feedback.getScale() == null ? null : feedback.getScale().getMin());
    row.put("scale_max", feedback.getScale() == null ? null : feedback.getScale().getMax());
    row.put("polarity", feedback.getPolarity());
    row.put("comment", comment(feedback, value));
    row.put("correction", corrected(feedback, answer));
    row.put("rater_id", feedback.getSource().getId());
    row.put("source_type", feedback.getSource().getType());
    row.put("signal", feedback.getSignal());
    row.put("created_at", Times.text(feedback.getCreatedAt()));
    row.put("updated_at", Times.text(feedback.getUpdatedAt()));
    return row;
  }

  private static String clientRequestId(LabeledFeedback feedback, LabeledTrace trace) {
    String given = feedback.getTarget().getClientRequestId();
    return given != null || trace == null ? given : trace.getClientRequestId();
  }

  private static String plain(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    return value.isTextual() ? value.textValue() : Json.text(value);
  }

  /** A number beyond doubles has its digits in the value alone. */
  private static Double finite(double number) {
    return Double.isFinite(number) ? number : null;
  }

  private static String comment(LabeledFeedback feedback, JsonNode value) {
    boolean isText = feedback.getKind().equals("TEXT") && value.isTextual();
    return feedback.getRationale() == null && isText ? value.textValue() : feedback.getRationale();
  }

  private static String corrected(LabeledFeedback feedback, Optional<Answer> answer) {
    if (!feedback.getKind().equals("CORRECTION")) {
      return null;
    }
    return answer
        .flatMap(found -> Correction.of(feedback, found, new Drops()))
        .map(correction -> correction.corrected().body().text())
        .orElse(null);
  }
}
