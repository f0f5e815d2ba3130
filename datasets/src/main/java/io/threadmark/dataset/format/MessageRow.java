package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Shape;
import io.threadmark.dataset.row.Shape.Scalar;
import io.threadmark.schema.LabeledMessage;

/** A message in the row of its thread. */
final class MessageRow {
  static final Shape SHAPE =
      Shape.struct(
          Column.text("message_id", "The message."),
          Column.optionalText("role", "Who speaks."),
          Column.optionalText("name", "Name of the speaker or of the tool."),
          Column.optionalText("content", "What was said, where it is text."),
          Column.optional("content_json", Scalar.JSON, "What was said, where it is JSON."),
          Column.optional("tool_calls", Scalar.JSON, "Calls of tools, as the model spells them."),
          Column.optionalText("tool_call_id", "The call that it answers."),
          Column.optionalText("trace_id", "The trace that made it."),
          Column.optional("user", Entries.USER, "Who said it."),
          Column.of("tags", Entries.TEXTS, "Tags."),
          Column.of("metadata", Entries.VALUES, "Metadata."),
          Column.of("created_at", Scalar.TIME, "When it was said."),
          Column.of("updated_at", Scalar.TIME, "Its newest statement."));

  private MessageRow() {}

  static ObjectNode of(LabeledMessage message) {
    ObjectNode row = Json.object();
    row.put("message_id", message.getMessageId());
    row.put("role", message.getRole());
    row.put("name", message.getName());
    Entries.content(row, "content", message.getContent());
    row.set("tool_calls", Entries.json(message.getToolCalls()));
    row.put("tool_call_id", message.getToolCallId());
    row.put("trace_id", message.getTraceId());
    row.set("user", Entries.user(message.getUser()));
    row.set("tags", Entries.texts(message.getTags()));
    row.set("metadata", Entries.values(message.getMetadata()));
    row.put("created_at", Times.text(message.getCreatedAt()));
    row.put("updated_at", Times.text(message.getUpdatedAt()));
    return row;
  }
}
