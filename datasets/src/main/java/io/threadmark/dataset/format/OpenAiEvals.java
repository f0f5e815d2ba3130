package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.label.Labels;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Example;
import io.threadmark.dataset.row.Shape.Scalar;
import java.util.List;
import java.util.function.Consumer;

/** Items of an evaluation of OpenAI, each with what the application answered as its sample. */
final class OpenAiEvals implements DatasetFormat {

  @Override
  public String name() {
    return "openai-evals";
  }

  @Override
  public String summary() {
    return "Judged questions with the expected answer, as items of OpenAI's evaluations.";
  }

  @Override
  public List<Column> columns() {
    return List.of(
        Column.of(
            "item",
            Scalar.JSON,
            "messages, judgement, expected (where known), and where the item comes from."),
        Column.of("sample", Scalar.JSON, "output_text: what the application answered."));
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
    return OpenAiEvals::rows;
  }

  private static void rows(Labels labels, Consumer<Example> rows) {
    Attempts attempts = new Attempts(labels, rows);
    ExpectedAnswer.of(labels).forEach(expected -> attempts.add(() -> row(expected)));
  }

  private static Example row(ExpectedAnswer expected) throws NoPlaceException {
    ObjectNode row = Json.object();
    ObjectNode item = row.putObject("item");
    item.set("messages", OpenAiMessages.of(expected.answer().prompt()));
    item.put("judgement", expected.judgement());
    if (expected.expected() != null) {
      item.put("expected", expected.expected());
    }
    item.set("provenance", expected.origin().provenance().json());
    row.putObject("sample").put("output_text", expected.answer().turn().comparable());
    return new Example(
        row,
        expected.origin().provenance(),
        expected.answer().promptText(),
        expected.answer().turn().comparable(),
        expected.judgement(),
        expected.origin().human(),
        expected.origin().newest());
  }
}
