package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.label.Reason;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Shape;
import io.threadmark.dataset.row.Shape.Scalar;
import io.threadmark.dataset.turn.Role;
import io.threadmark.dataset.turn.Turn;
import java.util.List;

/** Instruction and output in Alpaca's form, with the turns before as history. Text only. */
final class Alpaca extends GoodAnswerFormat {

  Alpaca() {
    super(
        "alpaca",
        "Instructions with answers worth learning, in Alpaca's form.",
        List.of(
            Column.text("instruction", "What was asked last."),
            Column.text("input", "Always empty."),
            Column.text("output", "The answer, as corrected or as it is."),
            Column.optionalText("system", "The system prompt."),
            Column.of(
                "history",
                Shape.list(Shape.list(Scalar.TEXT)),
                "Question and answer of each turn before.")));
  }

  @Override
  ObjectNode row(GoodAnswer good) throws NoPlaceException {
    List<Turn> turns = SystemPrompt.without(good.answer().prompt());
    if (turns.size() % 2 == 0) {
      throw new NoPlaceException(Reason.TURNS_DO_NOT_ALTERNATE);
    }
    ArrayNode history = Json.array();
    for (int place = 0; place + 1 < turns.size(); place += 2) {
      history
          .addArray()
          .add(text(turns.get(place), Role.USER))
          .add(text(turns.get(place + 1), Role.ASSISTANT));
    }
    ObjectNode row = Json.object();
    row.put("instruction", text(turns.get(turns.size() - 1), Role.USER));
    row.put("input", "");
    row.put("output", text(good.good(), Role.ASSISTANT));
    String system = SystemPrompt.of(good.answer().prompt());
    if (system != null) {
      row.put("system", system);
    }
    row.set("history", history);
    return row;
  }

  private static String text(Turn turn, Role wanted) throws NoPlaceException {
    if (!turn.isReadable() || !turn.toolCalls().isEmpty() || turn.role() == Role.TOOL) {
      throw new NoPlaceException(Reason.TOOL_CALLS_HAVE_NO_PLACE);
    }
    if (turn.role() != wanted) {
      throw new NoPlaceException(Reason.TURNS_DO_NOT_ALTERNATE);
    }
    if (!turn.body().isText()) {
      throw new NoPlaceException(Reason.CONTENT_IS_NOT_TEXT);
    }
    return turn.body().text();
  }
}
