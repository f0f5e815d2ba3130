package io.threadmark.dataset.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.row.Shape.Scalar;
import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.LabeledThread;
import java.util.List;
import java.util.Objects;

/**
 * Where a row comes from.
 *
 * @param traceId null where no trace is known
 * @param messageId null where no message is known
 * @param origin what made the row: a correction, a rating, …
 * @param feedbackIds the feedback that made it
 * @param raters those of its judges that are known
 */
public record Provenance(
    String projectId,
    String threadId,
    String traceId,
    String messageId,
    String origin,
    List<String> feedbackIds,
    List<String> raters) {

  public static final List<Column> FIELDS =
      List.of(
          Column.text("project_id", "The project."),
          Column.text("thread_id", "The thread."),
          Column.optionalText("trace_id", "The trace, where one is known."),
          Column.optionalText("message_id", "The message, where one is known."),
          Column.text("origin", "What made the row."),
          Column.of("feedback_ids", Shape.list(Scalar.TEXT), "The feedback that made it."),
          Column.of("rater_ids", Shape.list(Scalar.TEXT), "Its judges."));

  /** The column of formats that have room for it. */
  public static final Column COLUMN =
      Column.of("provenance", new Shape.Struct(FIELDS), "Where the row comes from.");

  public static Provenance of(
      LabeledThread thread,
      String traceId,
      String messageId,
      String origin,
      List<LabeledFeedback> feedback) {
    return new Provenance(
        thread.getProjectId(),
        thread.getThreadId(),
        traceId,
        messageId,
        origin,
        feedback.stream().map(LabeledFeedback::getFeedbackId).toList(),
        feedback.stream()
            .map(piece -> piece.getSource().getId())
            .filter(Objects::nonNull)
            .distinct()
            .sorted()
            .toList());
  }

  public ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("project_id", projectId);
    json.put("thread_id", threadId);
    json.put("trace_id", traceId);
    json.put("message_id", messageId);
    json.put("origin", origin);
    json.set("feedback_ids", Json.array(feedbackIds));
    json.set("rater_ids", Json.array(raters));
    return json;
  }
}
