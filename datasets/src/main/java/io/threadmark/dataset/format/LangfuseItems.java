package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Provenance;
import io.threadmark.dataset.row.Shape.Scalar;
import java.util.List;

/** Items of a dataset of Langfuse. An item that is sent again takes the place of the former. */
final class LangfuseItems extends ExpectedAnswerFormat {

  LangfuseItems() {
    super(
        "langfuse-items",
        "Judged questions with the expected answer, as items of Langfuse's datasets.",
        List.of(
            Column.text("id", "The same for the same answer, whenever it is exported."),
            Column.of("input", Scalar.JSON, "messages: the conversation up to the answer."),
            Column.optional("expectedOutput", Scalar.JSON, "The right answer, where it is known."),
            Column.of("metadata", Scalar.JSON, "The judgement, and where the item comes from."),
            Column.optionalText("sourceTraceId", "The trace, where one is known.")));
  }

  @Override
  ObjectNode row(ExpectedAnswer expected) throws NoPlaceException {
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
    return row;
  }
}
