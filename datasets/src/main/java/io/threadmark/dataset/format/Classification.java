package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.label.Labels;
import io.threadmark.dataset.label.Reason;
import io.threadmark.dataset.row.Claim;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Example;
import io.threadmark.dataset.turn.Role;
import io.threadmark.dataset.turn.Turn;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What users say, with the intent or the issue of the thread: one row for each of the two. */
final class Classification extends RowFormat {

  Classification() {
    super(
        "classification",
        "What users say in a conversation, with its one intent or its one issue.",
        CLASSIFICATION,
        List.of(
            Column.text("text", "What the user says, turn by turn."),
            Column.text("label", "The intent or the issue."),
            Column.text("label_kind", "intent or issue."),
            Column.text("project_id", "The project."),
            Column.text("thread_id", "The thread.")));
  }

  @Override
  public RowMaker begin() {
    return Classification::rows;
  }

  private static void rows(Labels labels, Consumer<Example> rows) {
    String text =
        labels.answers().turns().stream()
            .filter(turn -> turn.role() == Role.USER)
            .map(Turn::body)
            .filter(body -> body.isText())
            .map(body -> body.text())
            .collect(Collectors.joining("\n\n"));
    List<String> intents = labels.thread().getIntents();
    List<String> issues = labels.thread().getIssues();
    if (text.isBlank() || (intents.isEmpty() && issues.isEmpty())) {
      labels.drops().count(text.isBlank() ? Reason.CONTENT_IS_NOT_TEXT : Reason.NO_LABEL);
      return;
    }
    row(labels, text, "intent", intents, rows);
    row(labels, text, "issue", issues, rows);
  }

  /** Of several labels none is the right one. */
  private static void row(
      Labels labels, String text, String kind, List<String> found, Consumer<Example> rows) {
    if (found.size() > 1) {
      labels.drops().count(Reason.SEVERAL_LABELS);
    }
    if (found.size() != 1) {
      return;
    }
    ObjectNode row = Json.object();
    row.put("text", text);
    row.put("label", found.get(0));
    row.put("label_kind", kind);
    row.put("project_id", labels.thread().getProjectId());
    row.put("thread_id", labels.thread().getThreadId());
    Origin origin = Origin.of(labels.thread(), null, null, kind, List.of());
    rows.accept(
        origin.example(row, text, kind, kind + ":" + found.get(0), Claim.of(kind, found.get(0))));
  }
}
