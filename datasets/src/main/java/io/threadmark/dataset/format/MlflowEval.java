package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.label.Labels;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Example;
import io.threadmark.dataset.row.Provenance;
import io.threadmark.dataset.row.Shape.Scalar;
import java.util.List;
import java.util.function.Consumer;

/** Records of an evaluation dataset of MLflow. */
final class MlflowEval implements DatasetFormat {

  @Override
  public String name() {
    return "mlflow-eval";
  }

  @Override
  public String summary() {
    return "Judged questions with the expected answer, as records of MLflow's evaluation datasets.";
  }

  @Override
  public List<Column> columns() {
    return List.of(
        Column.of("inputs", Scalar.JSON, "messages: the conversation up to the answer."),
        Column.optional(
            "expectations", Scalar.JSON, "expected_response, where the right answer is known."),
        Column.of("tags", Scalar.JSON, "The judgement, and where the record comes from."),
        Column.of("source", Scalar.JSON, "source_type and source_data."));
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
    return MlflowEval::rows;
  }

  private static void rows(Labels labels, Consumer<Example> rows) {
    Attempts attempts = new Attempts(labels, rows);
    ExpectedAnswer.of(labels).forEach(expected -> attempts.add(() -> row(expected)));
  }

  private static Example row(ExpectedAnswer expected) throws NoPlaceException {
    Provenance provenance = expected.origin().provenance();
    ArrayNode messages = OpenAiMessages.of(expected.answer().prompt());
    ObjectNode row = Json.object();
    row.putObject("inputs").set("messages", messages);
    if (expected.expected() != null) {
      row.putObject("expectations").put("expected_response", expected.expected());
    }
    row.set("tags", tags(expected, provenance));
    row.set("source", source(provenance));
    return new Example(
        row,
        provenance,
        expected.answer().promptText(),
        expected.answer().turn().comparable(),
        expected.judgement(),
        expected.origin().human(),
        expected.origin().newest());
  }

  private static ObjectNode tags(ExpectedAnswer expected, Provenance provenance) {
    ObjectNode tags = Json.object();
    tags.put("judgement", expected.judgement());
    tags.put("thread_id", provenance.threadId());
    tags.put("feedback_ids", String.join(",", provenance.feedbackIds()));
    return tags;
  }

  private static ObjectNode source(Provenance provenance) {
    ObjectNode source = Json.object();
    boolean isTrace = provenance.traceId() != null;
    source.put("source_type", isTrace ? "TRACE" : "HUMAN");
    ObjectNode data = source.putObject("source_data");
    if (isTrace) {
      data.put("trace_id", provenance.traceId());
    } else {
      data.put("user_name", String.join(",", provenance.raters()));
    }
    return source;
  }
}
