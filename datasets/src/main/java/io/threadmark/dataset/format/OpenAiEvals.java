package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Shape.Scalar;
import java.util.List;

/** Items of an evaluation of OpenAI, each with what the application answered as its sample. */
final class OpenAiEvals extends ExpectedAnswerFormat {

  OpenAiEvals() {
    super(
        "openai-evals",
        "Judged questions with the expected answer, as items of OpenAI's evaluations.",
        List.of(
            Column.of(
                "item",
                Scalar.JSON,
                "messages, judgement, expected (where known), and where the item comes from."),
            Column.of("sample", Scalar.JSON, "output_text: what the application answered.")));
  }

  @Override
  ObjectNode row(ExpectedAnswer expected) throws NoPlaceException {
    ObjectNode row = Json.object();
    ObjectNode item = row.putObject("item");
    item.set("messages", OpenAiMessages.of(expected.answer().prompt()));
    item.put("judgement", expected.judgement());
    if (expected.expected() != null) {
      item.put("expected", expected.expected());
    }
    item.set("provenance", expected.origin().provenance().json());
    row.putObject("sample").put("output_text", expected.answer().turn().comparable());
    return row;
  }
}
