package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.label.Labels;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Example;
import io.threadmark.dataset.row.Provenance;
import io.threadmark.dataset.row.Shape.Scalar;
import java.util.List;
import java.util.function.Consumer;

/** Items of a dataset of Langfuse. An item that is sent again takes the place of the former. */
final class LangfuseItems implements DatasetFormat {

  @Override
  public String name() {
    return "langfuse-items";
  }

  @Override
  public String summary() {
    return "Judged questions with the expected answer, as items of Langfuse's datasets.";
  }

  @Override
  public List<Column> columns() {
    return List.of(
        Column.text("id", "The same for the same answer, whenever it is exported."),
        Column.of("input", Scalar.JSON, "messages: the conversation up to the answer."),
        Column.optional("expectedOutput", Scalar.JSON, "The right answer, where it is known."),
        Column.of("metadata", Scalar.JSON, "The judgement, and where the item comes from."),
        Column.optionalText("sourceTraceId", "The trace, where one is known."));
  }

  @Override
  public List<String> tasks() {
    return List.of("question-answering");
  }

  @Override
  public boolean tellsProvenance() {
    return true;
  }

  @Override
  public RowMaker begin() {
    return LangfuseItems::rows;
  }

  private static void rows(Labels labels, Consumer<Example> rows) {
    Attempts attempts = new Attempts(labels, rows);
    ExpectedAnswer.of(labels).forEach(expected -> attempts.add(() -> row(expected)));
  }

  private static Example row(ExpectedAnswer expected) throws NoPlaceException {
    Provenance provenance = expected.origin().provenance();
    ObjectNode row = Json.object();
    row.put(
        "id", provenance.projectId() + "/" + provenance.threadId() + "/" + expected.answer().key());
    row.putObject("input").set("messages", OpenAiMessages.of(expected.answer().prompt()));
    if (expected.expected() != null) {
      row.put("expectedOutput", expected.expected());
    }
    ObjectNode metadata = row.putObject("metadata");
    metadata.put("judgement", expected.judgement());
    metadata.set("provenance", provenance.json());
    if (provenance.traceId() != null) {
      row.put("sourceTraceId", provenance.traceId());
    }
    return new Example(
        row,
        provenance,
        expected.answer().promptText(),
        expected.answer().turn().comparable(),
        expected.judgement(),
        expected.origin().human(),
        expected.origin().newest());
  }
}
