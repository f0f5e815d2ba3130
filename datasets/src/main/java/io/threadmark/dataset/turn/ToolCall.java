package io.threadmark.dataset.turn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;

/**
 * One call of a tool that an assistant asked for.
 *
 * @param id null where the application keeps none
 * @param arguments an object, or the text of what was meant to be one
 */
public record ToolCall(String id, String name, JsonNode arguments) {

  /** As OpenAI spells it: the arguments are JSON text. */
  public ObjectNode openAi(String idWhereNone) {
    ObjectNode call = Json.object();
    call.put("id", id == null ? idWhereNone : id);
    call.put("type", "function");
    call.putObject("function").put("name", name).put("arguments", argumentsText());
    return call;
  }

  /** As chat templates take it: the arguments are an object. */
  public ObjectNode template() {
    ObjectNode call = Json.object();
    call.put("type", "function");
    call.putObject("function").put("name", name).set("arguments", arguments);
    return call;
  }

  public boolean hasObject() {
    return arguments.isObject();
  }

  public String argumentsText() {
    return arguments.isTextual() ? arguments.textValue() : Json.text(arguments);
  }
}
