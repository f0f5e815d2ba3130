package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Shape;
import io.threadmark.dataset.row.Shape.Scalar;
import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.LabeledThread;
import java.util.List;

/** The columns of a whole thread, and what is in them. */
final class ThreadRow {
  static final List<Column> COLUMNS =
      List.of(
          Column.text("project_id", "The project."),
          Column.text("thread_id", "The thread."),
          Column.text("kind", "thread, or trace for the thread of a trace that has none."),
          Column.optionalText("title", "A title to show."),
          Column.optional("user", Entries.USER, "Whose conversation it is."),
          Column.of("created_at", Scalar.TIME, "Its earliest event."),
          Column.of("updated_at", Scalar.TIME, "Its newest statement."),
          Column.of("messages", Shape.list(MessageRow.SHAPE), "In order."),
          Column.of("traces", Shape.list(TraceRow.SHAPE), "In order."),
          Column.of("feedback", Shape.list(FeedbackRow.SHAPE), "In order."),
          Column.of("intents", Shape.list(Scalar.TEXT), "Intents that are present."),
          Column.of("issues", Shape.list(Scalar.TEXT), "Issues that are present."),
          Column.of("tags", Entries.TEXTS, "Tags."),
          Column.of("metadata", Entries.VALUES, "Metadata."),
          Column.of("truncated", Scalar.BOOLEAN, "Whether older items are left out."),
          Column.of("message_count", Scalar.LONG, "How many messages the thread has."),
          Column.of("trace_count", Scalar.LONG, "How many traces the thread has."),
          Column.of("feedback_count", Scalar.LONG, "How much live feedback the thread has."));

  private ThreadRow() {}

  static ObjectNode of(LabeledThread thread, List<LabeledFeedback> live) {
    ObjectNode row = Json.object();
    row.put("project_id", thread.getProjectId());
    row.put("thread_id", thread.getThreadId());
    row.put("kind", thread.getKind());
    row.put("title", thread.getTitle());
    row.set("user", Entries.user(thread.getUser()));
    row.put("created_at", Times.text(thread.getCreatedAt()));
    row.put("updated_at", Times.text(thread.getUpdatedAt()));
    ArrayNode messages = row.putArray("messages");
    thread.getMessages().forEach(message -> messages.add(MessageRow.of(message)));
    ArrayNode traces = row.putArray("traces");
    thread.getTraces().forEach(trace -> traces.add(TraceRow.of(trace)));
    ArrayNode feedback = row.putArray("feedback");
    live.forEach(piece -> feedback.add(FeedbackRow.of(piece)));
    row.set("intents", Json.array(thread.getIntents()));
    row.set("issues", Json.array(thread.getIssues()));
    row.set("tags", Entries.texts(thread.getTags()));
    row.set("metadata", Entries.values(thread.getMetadata()));
    row.put("truncated", thread.getTruncated());
    row.put("message_count", thread.getMessageCount());
    row.put("trace_count", thread.getTraceCount());
    row.put("feedback_count", thread.getFeedbackCount());
    return row;
  }
}
