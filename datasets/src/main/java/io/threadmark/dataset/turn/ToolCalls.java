package io.threadmark.dataset.turn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.threadmark.dataset.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads calls of tools in the spellings of the common model providers. */
final class ToolCalls {
  private ToolCalls() {}

  /** Empty where any of them has no name, or the text is no JSON. */
  static Optional<List<ToolCall>> read(String json) {
    JsonNode given = Json.read(json);
    if (given.isObject()) {
      return call(given).map(List::of);
    }
    if (!given.isArray()) {
      return Optional.empty();
    }
    List<ToolCall> calls = new ArrayList<>();
    for (JsonNode item : given) {
      Optional<ToolCall> call = call(item);
      if (call.isEmpty()) {
        return Optional.empty();
      }
      calls.add(call.get());
    }
    return Optional.of(List.copyOf(calls));
  }

  private static Optional<ToolCall> call(JsonNode item) {
    JsonNode named = named(item);
    JsonNode name = named.path("name");
    if (!name.isTextual()) {
      return Optional.empty();
    }
    JsonNode arguments = arguments(named);
    return arguments.isObject() || arguments.isTextual()
        ? Optional.of(new ToolCall(id(item, named), name.textValue(), arguments))
        : Optional.empty();
  }

  /** The object that has the name: OpenAI, Bedrock and Gemini wrap it. */
  private static JsonNode named(JsonNode item) {
    for (String wrapper : List.of("function", "toolUse", "functionCall", "function_call")) {
      if (item.path(wrapper).isObject()) {
        return item.path(wrapper);
      }
    }
    return item;
  }

  private static JsonNode arguments(JsonNode named) {
    for (String field : List.of("arguments", "input", "args")) {
      JsonNode given = named.path(field);
      if (given.isTextual()) {
        JsonNode read = Json.read(given.textValue());
        return read.isObject() ? read : TextNode.valueOf(given.textValue());
      }
      if (!given.isMissingNode() && !given.isNull()) {
        return given;
      }
    }
    return Json.object();
  }

  private static String id(JsonNode item, JsonNode named) {
    for (JsonNode id : List.of(item.path("id"), named.path("toolUseId"), named.path("id"))) {
      if (id.isTextual()) {
        return id.textValue();
      }
    }
    return null;
  }
}
