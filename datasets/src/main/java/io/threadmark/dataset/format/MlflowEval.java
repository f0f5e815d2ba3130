package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Provenance;
import io.threadmark.dataset.row.Shape.Scalar;
import java.util.List;

/** Records of an evaluation dataset of MLflow. */
final class MlflowEval extends ExpectedAnswerFormat {

  MlflowEval() {
    super(
        "mlflow-eval",
        "Judged questions with the expected answer, as records of MLflow's evaluation datasets.",
        List.of(
            Column.of("inputs", Scalar.JSON, "messages: the conversation up to the answer."),
            Column.optional(
                "expectations", Scalar.JSON, "expected_response, where the right answer is known."),
            Column.of("tags", Scalar.JSON, "The judgement, and where the record comes from."),
            Column.of("source", Scalar.JSON, "source_type and source_data.")));
  }

  @Override
  ObjectNode row(ExpectedAnswer expected) throws NoPlaceException {
    Provenance provenance = expected.origin().provenance();
    ArrayNode messages = OpenAiMessages.of(expected.answer().prompt());
    ObjectNode row = Json.object();
    row.putObject("inputs").set("messages", messages);
    if (expected.expected() != null) {
      row.putObject("expectations").put("expected_response", expected.expected());
    }
    row.set("tags", tags(expected, provenance));
    row.set("source", source(provenance));
    return row;
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
