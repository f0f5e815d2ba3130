package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Shape;
import io.threadmark.dataset.row.Shape.Scalar;
import io.threadmark.schema.LabeledFeedback;

/** A piece of feedback in the row of its thread. */
final class FeedbackRow {
  private static final Shape TARGET =
      Shape.struct(
          Column.optionalText("trace_id", "A trace."),
          Column.optionalText("client_request_id", "A trace, by the application's own id."),
          Column.optionalText("thread_id", "A thread."),
          Column.optionalText("message_id", "One message of the thread."),
          Column.optionalText("span_id", "One span of the trace."));

  private static final Shape SCALE =
      Shape.struct(
          Column.of("min", Scalar.DOUBLE, "The least value."),
          Column.of("max", Scalar.DOUBLE, "The greatest value."));

  private static final Shape SOURCE =
      Shape.struct(
          Column.text("type", "HUMAN, LLM_JUDGE, CODE or UNSPECIFIED."),
          Column.optionalText("id", "The judge's id."));

  static final Shape SHAPE =
      Shape.struct(
          Column.text("feedback_id", "Names the feedback."),
          Column.of("target", TARGET, "What it is about, as it was given."),
          Column.optionalText("trace_id", "The trace that it was matched to."),
          Column.optional("message_found", Scalar.BOOLEAN, "Whether its message is there."),
          Column.text("name", "What was judged."),
          Column.text("kind", "What kind of value it has."),
          Column.optional("value", Scalar.JSON, "The value."),
          Column.optional("scale", SCALE, "The range of a numeric value."),
          Column.text("polarity", "POSITIVE, NEGATIVE, NEUTRAL or NONE."),
          Column.optionalText("rationale", "Why, in the judge's words."),
          Column.of("source", SOURCE, "Who judged."),
          Column.text("signal", "EXPLICIT or IMPLICIT."),
          Column.optional("error", Entries.ERROR, "Why a judge could not judge."),
          Column.of("metadata", Entries.VALUES, "Metadata."),
          Column.optionalText("overrides", "The feedback that it supersedes."),
          Column.of("created_at", Scalar.TIME, "When it was first said."),
          Column.of("updated_at", Scalar.TIME, "When it was last said."));

  private FeedbackRow() {}

  static ObjectNode of(LabeledFeedback feedback) {
    ObjectNode row = Json.object();
    row.put("feedback_id", feedback.getFeedbackId());
    row.putObject("target")
        .put("trace_id", feedback.getTarget().getTraceId())
        .put("client_request_id", feedback.getTarget().getClientRequestId())
        .put("thread_id", feedback.getTarget().getThreadId())
        .put("message_id", feedback.getTarget().getMessageId())
        .put("span_id", feedback.getTarget().getSpanId());
    row.put("trace_id", feedback.getTraceId());
    row.put("message_found", feedback.getMessageFound());
    row.put("name", feedback.getName());
    row.put("kind", feedback.getKind());
    row.set("value", Entries.json(feedback.getValueJson()));
    if (feedback.getScale() == null) {
      row.putNull("scale");
    } else {
      row.putObject("scale")
          .put("min", feedback.getScale().getMin())
          .put("max", feedback.getScale().getMax());
    }
    row.put("polarity", feedback.getPolarity());
    row.put("rationale", feedback.getRationale());
    row.putObject("source")
        .put("type", feedback.getSource().getType())
        .put("id", feedback.getSource().getId());
    row.put("signal", feedback.getSignal());
    row.set("error", Entries.error(feedback.getError()));
    row.set("metadata", Entries.values(feedback.getMetadata()));
    row.put("overrides", feedback.getOverrides());
    row.put("created_at", Times.text(feedback.getCreatedAt()));
    row.put("updated_at", Times.text(feedback.getUpdatedAt()));
    return row;
  }
}
