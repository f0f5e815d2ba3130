package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Shape;
import io.threadmark.dataset.row.Shape.Scalar;
import io.threadmark.schema.LabeledTrace;

/** A trace in the row of its thread. */
final class TraceRow {
  static final Shape SHAPE =
      Shape.struct(
          Column.text("trace_id", "The trace."),
          Column.optionalText("client_request_id", "The application's own id of the request."),
          Column.optionalText("name", "What was run."),
          Column.optionalText("status", "OK, ERROR, IN_PROGRESS or UNSET."),
          Column.optional("error", Entries.ERROR, "Why it failed."),
          Column.optional("start_time", Scalar.TIME, "When the request began."),
          Column.optional("end_time", Scalar.TIME, "When the request ended."),
          Column.optionalText("input", "What was asked, where it is text."),
          Column.optional("input_json", Scalar.JSON, "What was asked, where it is JSON."),
          Column.optionalText("output", "What was answered, where it is text."),
          Column.optional("output_json", Scalar.JSON, "What was answered, where it is JSON."),
          Column.optionalText("model", "The language model."),
          Column.of("usage", Entries.COUNTS, "Token counts."),
          Column.optional("user", Entries.USER, "Whose request it was."),
          Column.of("tags", Entries.TEXTS, "Tags."),
          Column.of("metadata", Entries.VALUES, "Metadata."),
          Column.of("created_at", Scalar.TIME, "When it counts."),
          Column.of("updated_at", Scalar.TIME, "Its newest statement."));

  private TraceRow() {}

  static ObjectNode of(LabeledTrace trace) {
    ObjectNode row = Json.object();
    row.put("trace_id", trace.getTraceId());
    row.put("client_request_id", trace.getClientRequestId());
    row.put("name", trace.getName());
    row.put("status", trace.getStatus());
    row.set("error", Entries.error(trace.getError()));
    row.put("start_time", Times.text(trace.getStartTime()));
    row.put("end_time", Times.text(trace.getEndTime()));
    Entries.content(row, "input", trace.getInput());
    Entries.content(row, "output", trace.getOutput());
    row.put("model", trace.getModel());
    row.set("usage", Entries.counts(trace.getUsage()));
    row.set("user", Entries.user(trace.getUser()));
    row.set("tags", Entries.texts(trace.getTags()));
    row.set("metadata", Entries.values(trace.getMetadata()));
    row.put("created_at", Times.text(trace.getCreatedAt()));
    row.put("updated_at", Times.text(trace.getUpdatedAt()));
    return row;
  }
}
