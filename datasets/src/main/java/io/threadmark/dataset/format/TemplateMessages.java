package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.label.Reason;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Shape;
import io.threadmark.dataset.row.Shape.Scalar;
import io.threadmark.dataset.turn.Answer;
import io.threadmark.dataset.turn.Role;
import io.threadmark.dataset.turn.ToolCall;
import io.threadmark.dataset.turn.Turn;
import java.util.List;

/** Messages as chat templates, and so TRL, take them. */
final class TemplateMessages {
  static final Column TOOLS =
      Column.optional("tools", Scalar.JSON, "The tools that the model could call.");

  static final Shape SHAPE =
      Shape.list(
          Shape.struct(
              Column.text("role", "system, user, assistant or tool."),
              Column.text("content", "What was said."),
              Column.optionalText("name", "The tool that answers."),
              Column.optional(
                  "tool_calls",
                  Shape.list(
                      Shape.struct(
                          Column.text("type", "function."),
                          Column.of(
                              "function",
                              Shape.struct(
                                  Column.text("name", "The tool."),
                                  Column.of("arguments", Scalar.JSON, "An object.")),
                              "What is called."))),
                  "The tools that the assistant calls.")));

  private TemplateMessages() {}

  static ArrayNode prompt(Answer answer) throws NoPlaceException {
    return prompt(answer.prompt());
  }

  /** A template cannot go on after a system message alone. */
  static ArrayNode prompt(List<Turn> turns) throws NoPlaceException {
    if (turns.get(turns.size() - 1).role() == Role.SYSTEM) {
      throw new NoPlaceException(Reason.PROMPT_HAS_NO_QUESTION);
    }
    return of(turns);
  }

  static ArrayNode of(List<Turn> turns) throws NoPlaceException {
    ArrayNode messages = Json.array();
    for (Turn turn : turns) {
      messages.add(of(turn));
    }
    return messages;
  }

  private static ObjectNode of(Turn turn) throws NoPlaceException {
    if (!turn.isReadable()) {
      throw new NoPlaceException(Reason.UNREADABLE_TOOL_CALLS);
    }
    if (!turn.body().isText()) {
      throw new NoPlaceException(Reason.CONTENT_IS_NOT_TEXT);
    }
    ObjectNode message = Json.object();
    message.put("role", turn.role().word());
    message.put("content", turn.body().text());
    if (turn.role() == Role.TOOL && turn.name() != null) {
      message.put("name", turn.name());
    }
    if (!turn.toolCalls().isEmpty()) {
      message.set("tool_calls", calls(turn));
    }
    return message;
  }

  private static ArrayNode calls(Turn turn) throws NoPlaceException {
    ArrayNode calls = Json.array();
    for (ToolCall call : turn.toolCalls()) {
      if (!call.hasObject()) {
        throw new NoPlaceException(Reason.TOOL_ARGUMENTS_ARE_NO_OBJECT);
      }
      calls.add(call.template());
    }
    return calls;
  }
}
