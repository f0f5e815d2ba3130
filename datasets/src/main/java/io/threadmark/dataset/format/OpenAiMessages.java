package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.label.Reason;
import io.threadmark.dataset.turn.Role;
import io.threadmark.dataset.turn.ToolCall;
import io.threadmark.dataset.turn.Turn;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Messages as OpenAI's interfaces take them. Calls without an id get one, in order, and answers of
 * tools without one take those of the calls before them, in order.
 */
final class OpenAiMessages {
  private final boolean textOnly;
  private final ArrayNode messages = Json.array();
  private final Deque<String> openCalls = new ArrayDeque<>();
  private int calls;

  private OpenAiMessages(boolean textOnly) {
    this.textOnly = textOnly;
  }

  static ArrayNode of(List<Turn> turns) throws NoPlaceException {
    return new OpenAiMessages(false).all(turns);
  }

  static ArrayNode ofText(List<Turn> turns) throws NoPlaceException {
    return new OpenAiMessages(true).all(turns);
  }

  private ArrayNode all(List<Turn> turns) throws NoPlaceException {
    boolean onlySystem = true;
    for (Turn turn : turns) {
      if (turn.role() == Role.SYSTEM && !onlySystem) {
        throw new NoPlaceException(Reason.SYSTEM_TURN_NOT_FIRST);
      }
      onlySystem &= turn.role() == Role.SYSTEM;
      messages.add(of(turn));
    }
    return messages;
  }

  private ObjectNode of(Turn turn) throws NoPlaceException {
    if (!turn.isReadable()) {
      throw new NoPlaceException(Reason.UNREADABLE_TOOL_CALLS);
    }
    ObjectNode message = Json.object();
    message.put("role", turn.role().word());
    if (turn.body().isText()) {
      if (turn.toolCalls().isEmpty() || !turn.body().isEmpty()) {
        message.put("content", turn.body().text());
      }
    } else if (textOnly || turn.role() != Role.USER) {
      throw new NoPlaceException(Reason.CONTENT_IS_NOT_TEXT); // pictures and sound: of users only
    } else {
      message.set("content", turn.body().parts());
    }
    if (turn.role() == Role.TOOL) {
      message.put("tool_call_id", answered(turn));
    } else if (!turn.toolCalls().isEmpty()) {
      called(turn, message.putArray("tool_calls"));
    }
    return message;
  }

  private void called(Turn turn, ArrayNode array) {
    openCalls.clear();
    for (ToolCall call : turn.toolCalls()) {
      ObjectNode spelled = call.openAi("call_" + ++calls);
      openCalls.add(spelled.path("id").textValue());
      array.add(spelled);
    }
  }

  private String answered(Turn turn) throws NoPlaceException {
    if (turn.toolCallId() != null && openCalls.remove(turn.toolCallId())) {
      return turn.toolCallId();
    }
    if (turn.toolCallId() != null || openCalls.isEmpty()) {
      throw new NoPlaceException(Reason.TOOL_TURN_WITHOUT_CALL);
    }
    return openCalls.remove();
  }
}
