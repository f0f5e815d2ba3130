package io.threadmark.gateway.span;

import io.threadmark.gateway.json.CanonicalJson;
import io.threadmark.gateway.json.EmbeddedJson;
import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A tool that a model asks for.
 *
 * @param id null where it has none
 * @param name null where it has none
 * @param arguments in one spelling where they are JSON; empty for none
 */
record ToolCall(String id, String name, String arguments) {

  /**
   * Reads a call, in the shape of OpenAI, Anthropic, Google, LangChain or GenAI conventions.
   *
   * @return null where it is none
   */
  static ToolCall of(Json json) {
    if (!(json instanceof JsonObject object)) {
      return null;
    }
    JsonObject call = inner(object, "tool_call");
    JsonObject function = inner(inner(call, "function"), "functionCall");
    String name = Members.text(function, "name");
    String id = Members.text(call, "id", "call_id");
    if (name == null && id == null) {
      return null;
    }
    return new ToolCall(
        id, name, spelled(Members.first(function, "arguments", "args", "input", "parameters")));
  }

  ToolCall withId(String other) {
    return new ToolCall(other, name, arguments);
  }

  private static JsonObject inner(JsonObject object, String name) {
    JsonObject inner = Members.object(object, name);
    return inner != null ? inner : object;
  }

  private static String spelled(Json arguments) {
    Json value = EmbeddedJson.structure(arguments);
    if (value == null) {
      return "";
    }
    return value instanceof JsonText text ? text.value() : CanonicalJson.of(value);
  }

  /** The call as OpenAI spells it. */
  Json json() {
    Map<String, Json> function = new LinkedHashMap<>();
    if (name != null) {
      function.put("name", new JsonText(name));
    }
    function.put("arguments", new JsonText(arguments));
    Map<String, Json> call = new LinkedHashMap<>();
    if (id != null) {
      call.put("id", new JsonText(id));
    }
    call.put("type", new JsonText("function"));
    call.put("function", new JsonObject(function));
    return new JsonObject(call);
  }
}
