package io.threadmark.gateway.span;

import io.threadmark.gateway.json.EmbeddedJson;
import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonList;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes one message apart, in the shape of GenAI conventions, OpenAI, Anthropic, Google, LangChain
 * or OpenInference. One message may be several turns: results of tools stand in the messages of
 * users.
 */
final class ChatMessage {
  private static final Map<String, String> ROLES =
      Map.of(
          "human", Turn.USER,
          "ai", Turn.ASSISTANT,
          "aimessagechunk", Turn.ASSISTANT,
          "model", Turn.ASSISTANT,
          "function", Turn.TOOL,
          "developer", Turn.SYSTEM);

  /** What models think is no turn: it stays in the span. */
  private static final Set<String> THOUGHTS =
      Set.of("reasoning", "thinking", "redacted_thinking", "summary");

  private static final Set<String> TEXTS = Set.of("text", "input_text", "output_text");
  private static final Set<String> CALLS = Set.of("tool_call", "tool_use", "function_call");

  private static final Set<String> RESULTS =
      Set.of("tool_call_response", "tool_result", "function_call_output");

  private final String role;
  private final List<Json> parts = new ArrayList<>();
  private final List<ToolCall> calls = new ArrayList<>();
  private final List<Turn> results = new ArrayList<>();

  private ChatMessage(String role) {
    this.role = role;
  }

  /** Whether an object is a message of a conversation. */
  static boolean is(JsonObject object) {
    if (Members.text(object, "role") != null || isResponsesItem(object)) {
      return true;
    }
    if (isSerialized(object) || Members.object(object, "message") != null) {
      return true;
    }
    String type = Members.text(object, "type");
    return type != null
        && object.members().containsKey("content")
        && (ROLES.containsKey(type.toLowerCase(Locale.ROOT))
            || type.equals(Turn.SYSTEM)
            || type.equals(Turn.TOOL));
  }

  private static boolean isResponsesItem(JsonObject object) {
    String type = Members.text(object, "type");
    return type != null && (type.equals("function_call") || type.equals("function_call_output"));
  }

  /** As LangChain writes objects. */
  private static boolean isSerialized(JsonObject object) {
    return object.members().containsKey("lc") && Members.object(object, "kwargs") != null;
  }

  /**
   * The turns of a message.
   *
   * @param speaker its role where it names none
   */
  static List<Turn> turns(JsonObject object, String speaker) {
    if (isSerialized(object)) {
      return turns(Members.object(object, "kwargs"), serializedSpeaker(object, speaker));
    }
    if (Members.object(object, "message") != null && Members.text(object, "role") == null) {
      return turns(Members.object(object, "message"), speaker);
    }
    ChatMessage read = new ChatMessage(role(object, speaker));
    read.read(object);
    return read.turns(object);
  }

  /** The class's name tells the role, as in {@code HumanMessage}. */
  private static String serializedSpeaker(JsonObject object, String speaker) {
    List<Json> id = Members.list(object, "id");
    if (!id.isEmpty() && id.get(id.size() - 1) instanceof JsonText name) {
      String word = name.value().toLowerCase(Locale.ROOT).replaceFirst("message(chunk)?$", "");
      return ROLES.getOrDefault(word, word);
    }
    return speaker;
  }

  private static String role(JsonObject message, String speaker) {
    String role = Members.text(message, "role");
    if (role == null && !isResponsesItem(message)) {
      role = Members.text(message, "type");
    }
    boolean isOther = role != null && (role.equals("message") || TEXTS.contains(role));
    if (role == null || isOther) {
      role = isResponsesItem(message) ? Turn.ASSISTANT : speaker;
    }
    String word = role.toLowerCase(Locale.ROOT);
    return ROLES.getOrDefault(word, word);
  }

  private void read(JsonObject message) {
    if (isResponsesItem(message)) {
      readPart(message);
      return;
    }
    Json content = Members.first(message, "parts", "content", "contents");
    if (content == null) {
      content = Members.first(message, "refusal", "text");
    }
    readContent(content);
    readCalls(message);
    JsonObject further = Members.object(message, "additional_kwargs");
    if (calls.isEmpty() && further != null) {
      readCalls(further);
    }
  }

  private void readCalls(JsonObject message) {
    for (Json call : Members.list(message, "tool_calls")) {
      addCall(ToolCall.of(call));
    }
    if (Members.object(message, "function_call") != null) {
      addCall(ToolCall.of(Members.object(message, "function_call")));
    }
  }

  private void addCall(ToolCall call) {
    boolean isTold = call != null && call.id() != null && calls.contains(call);
    if (call != null && !isTold) {
      calls.add(call);
    }
  }

  private void readContent(Json content) {
    Json value = role.equals(Turn.TOOL) ? EmbeddedJson.structure(content) : spreadParts(content);
    if (value instanceof JsonList list && list.items().stream().allMatch(ChatMessage::isPart)) {
      list.items().forEach(this::readPart);
    } else if (value instanceof JsonObject object && isPart(object) && !role.equals(Turn.TOOL)) {
      readPart(object);
    } else if (Members.isSaid(value)) {
      parts.add(value);
    }
  }

  /** Parts that were written as a text, where attributes can hold no lists. */
  private static Json spreadParts(Json content) {
    Json value = EmbeddedJson.structure(content);
    boolean areParts =
        value instanceof JsonList list && list.items().stream().allMatch(ChatMessage::isTyped);
    return areParts ? value : content;
  }

  private static boolean isTyped(Json part) {
    return part instanceof JsonObject object && Members.text(object, "type") != null;
  }

  private static boolean isPart(Json part) {
    if (part instanceof JsonText) {
      return true;
    }
    return part instanceof JsonObject object
        && (Members.text(object, "type", "text") != null
            || Members.object(object, "message_content") != null
            || Members.object(object, "functionCall") != null
            || Members.object(object, "functionResponse") != null
            || Members.object(object, "inlineData") != null
            || Members.object(object, "fileData") != null);
  }

  private void readPart(Json json) {
    if (!(json instanceof JsonObject given)) {
      parts.add(json);
      return;
    }
    JsonObject inner = Members.object(given, "message_content");
    JsonObject part = inner != null ? inner : given;
    String type = Members.text(part, "type");
    if (type == null) {
      readUntyped(part);
    } else if (TEXTS.contains(type)) {
      addText(part);
    } else if (CALLS.contains(type)) {
      // Of an item of OpenAI's Responses, `id` names the item and `call_id` the call.
      String callId = Members.text(part, "call_id");
      ToolCall call = ToolCall.of(part);
      addCall(call == null || callId == null ? call : call.withId(callId));
    } else if (RESULTS.contains(type)) {
      addResult(part, Members.text(part, "id", "tool_use_id", "call_id"));
    } else if (!THOUGHTS.contains(type)) {
      parts.add(part);
    }
  }

  private void readUntyped(JsonObject part) {
    if (Members.object(part, "functionCall") != null) {
      addCall(ToolCall.of(Members.object(part, "functionCall")));
    } else if (Members.object(part, "functionResponse") != null) {
      JsonObject response = Members.object(part, "functionResponse");
      addResult(response, Members.text(response, "id"));
    } else if (Members.text(part, "text") != null) {
      addText(part);
    } else {
      parts.add(part);
    }
  }

  private void addText(JsonObject part) {
    Json text = Members.first(part, "text", "content");
    if (text != null) {
      parts.add(text);
    }
  }

  private void addResult(JsonObject part, String callId) {
    Json result = Members.first(part, "response", "result", "content", "output");
    ChatMessage read = new ChatMessage(Turn.TOOL);
    read.readContent(result);
    results.add(new Turn(Turn.TOOL, Members.text(part, "name"), read.content(), List.of(), callId));
  }

  private List<Turn> turns(JsonObject message) {
    List<Turn> turns = new ArrayList<>(results);
    Json content = content();
    if (content != null || !calls.isEmpty()) {
      String callId = Members.text(message, "tool_call_id");
      turns.add(new Turn(role, Members.text(message, "name"), content, calls, callId));
    }
    return turns;
  }

  /** Text where there is nothing else; else the parts as they are, texts among them. */
  private Json content() {
    if (parts.isEmpty()) {
      return null;
    }
    if (parts.stream().allMatch(JsonText.class::isInstance)) {
      return new JsonText(
          parts.stream().map(part -> ((JsonText) part).value()).collect(Collectors.joining("\n")));
    }
    return parts.size() == 1
        ? parts.get(0)
        : new JsonList(parts.stream().map(ChatMessage::asPart).toList());
  }

  private static Json asPart(Json part) {
    if (!(part instanceof JsonText)) {
      return part;
    }
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("type", new JsonText("text"));
    members.put("text", part);
    return new JsonObject(members);
  }
}
