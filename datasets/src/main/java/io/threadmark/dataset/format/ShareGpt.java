package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.label.Reason;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Shape;
import io.threadmark.dataset.turn.Role;
import io.threadmark.dataset.turn.ToolCall;
import io.threadmark.dataset.turn.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Conversations in the form that ShareGPT left behind: who asks and who answers take turns, from
 * the one who asks on.
 */
final class ShareGpt extends GoodAnswerFormat {

  ShareGpt() {
    super(
        "sharegpt",
        "Conversations that end with an answer worth learning, in ShareGPT's form.",
        List.of(
            Column.of(
                "conversations",
                Shape.list(
                    Shape.struct(
                        Column.text("from", "human, gpt, function_call or observation."),
                        Column.text("value", "What was said."))),
                "The turns."),
            Column.optionalText("system", "The system prompt."),
            Column.optionalText("tools", "The tools that the model could call, as JSON text.")));
  }

  @Override
  ObjectNode row(GoodAnswer good) throws NoPlaceException {
    List<Turn> turns = new ArrayList<>(good.answer().prompt());
    turns.add(good.good());
    ObjectNode row = Json.object();
    ArrayNode conversations = row.putArray("conversations");
    for (Turn turn : SystemPrompt.without(turns)) {
      boolean asks = turn.role() != Role.ASSISTANT;
      if (asks != (conversations.size() % 2 == 0)) {
        throw new NoPlaceException(Reason.TURNS_DO_NOT_ALTERNATE);
      }
      conversations.addObject().put("from", from(turn)).put("value", value(turn));
    }
    String system = SystemPrompt.of(turns);
    if (system != null) {
      row.put("system", system);
    }
    if (good.answer().tools() != null) {
      row.put("tools", Json.text(good.answer().tools()));
    }
    return row;
  }

  private static String from(Turn turn) throws NoPlaceException {
    if (!turn.isReadable()) {
      throw new NoPlaceException(Reason.UNREADABLE_TOOL_CALLS);
    }
    return switch (turn.role()) {
      case USER -> "human";
      case TOOL -> "observation";
      default -> turn.toolCalls().isEmpty() ? "gpt" : "function_call";
    };
  }

  private static String value(Turn turn) throws NoPlaceException {
    if (!turn.body().isText()) {
      throw new NoPlaceException(Reason.CONTENT_IS_NOT_TEXT);
    }
    if (turn.toolCalls().isEmpty()) {
      return turn.body().text();
    }
    if (!turn.body().isEmpty()) {
      throw new NoPlaceException(Reason.TOOL_CALLS_HAVE_NO_PLACE); // a turn is words or calls
    }
    List<String> calls = turn.toolCalls().stream().map(ShareGpt::call).map(Json::text).toList();
    return calls.size() == 1
        ? calls.get(0)
        : calls.stream().collect(Collectors.joining(", ", "[", "]"));
  }

  private static ObjectNode call(ToolCall call) {
    ObjectNode json = Json.object();
    json.put("name", call.name());
    json.set("arguments", call.arguments());
    return json;
  }
}
