package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.label.Reason;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Shape;
import io.threadmark.dataset.row.Shape.Scalar;
import io.threadmark.dataset.turn.Turn;
import java.util.List;

/** Preferences as OpenAI's fine-tuning takes them: text only, one message a side. */
final class OpenAiPreference extends PreferredPairFormat {

  OpenAiPreference() {
    super(
        "openai-preference",
        "Prompts with a better and a worse answer, in OpenAI's form.",
        List.of(
            Column.of("input", Scalar.JSON, "messages, and tools where they are known."),
            Column.of("preferred_output", Shape.list(Scalar.JSON), "The better answer."),
            Column.of("non_preferred_output", Shape.list(Scalar.JSON), "The worse answer.")));
  }

  @Override
  ObjectNode row(PreferredPair pair) throws NoPlaceException {
    ObjectNode row = Json.object();
    ObjectNode input = row.putObject("input");
    input.set("messages", OpenAiMessages.ofText(pair.prompt()));
    if (pair.tools() != null) {
      input.set("tools", pair.tools());
      input.put("parallel_tool_calls", true);
    }
    row.putArray("preferred_output").add(answer(pair.chosen()));
    row.putArray("non_preferred_output").add(answer(pair.rejected()));
    return row;
  }

  private static JsonNode answer(Turn turn) throws NoPlaceException {
    if (!turn.isReadable() || !turn.toolCalls().isEmpty()) {
      throw new NoPlaceException(Reason.TOOL_CALLS_HAVE_NO_PLACE);
    }
    return OpenAiMessages.ofText(List.of(turn)).get(0);
  }
}
