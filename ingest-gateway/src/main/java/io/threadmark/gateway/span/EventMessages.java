package io.threadmark.gateway.span;

import io.threadmark.gateway.json.EmbeddedJson;
import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonList;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was said, where former GenAI conventions tell it by an event for each message: {@code
 * gen_ai.user.message} and its like, and {@code gen_ai.choice}.
 */
final class EventMessages {
  private static final String PREFIX = "gen_ai.";
  private static final String SUFFIX = ".message";
  private static final String CHOICE = "gen_ai.choice";

  private EventMessages() {}

  /** The messages, under the attributes that tell them today; empty where there are none. */
  static Map<String, Json> of(List<SpanData.SpanEvent> events) {
    List<Json> inputs = new ArrayList<>();
    List<Json> outputs = new ArrayList<>();
    for (SpanData.SpanEvent event : events) {
      String name = event.name();
      if (name.equals(CHOICE)) {
        outputs.add(message(event.attributes(), "assistant"));
      } else if (name.startsWith(PREFIX) && name.indexOf(SUFFIX) > PREFIX.length()) {
        inputs.add(
            message(event.attributes(), name.substring(PREFIX.length(), name.indexOf(SUFFIX))));
      }
    }
    Map<String, Json> found = new HashMap<>();
    if (!inputs.isEmpty()) {
      found.put("gen_ai.input.messages", new JsonList(inputs));
    }
    if (!outputs.isEmpty()) {
      found.put("gen_ai.output.messages", new JsonList(outputs));
    }
    return found;
  }

  private static Json message(JsonObject attributes, String role) {
    Json content = EmbeddedJson.structure(attributes.members().get("gen_ai.event.content"));
    JsonObject said = content instanceof JsonObject object ? object : attributes;
    if (EmbeddedJson.structure(said.members().get("message")) instanceof JsonObject inner) {
      said = inner;
    }
    Map<String, Json> members = new LinkedHashMap<>(said.members());
    members.putIfAbsent("role", new JsonText(role));
    if (content != null && said == attributes) {
      members.putIfAbsent("content", content);
    }
    members.computeIfPresent("tool_calls", (name, calls) -> EmbeddedJson.structure(calls));
    return new JsonObject(members);
  }
}
