package io.threadmark.gateway.span;

import io.threadmark.gateway.json.CanonicalJson;
import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonList;
import io.threadmark.gateway.json.Json.JsonText;
import java.util.List;

/**
 * One turn of a conversation, as a span tells it, in whatever shape.
 *
 * @param role user, assistant, system, tool, retrieval, or a word of the application's
 * @param name of the speaker or of the tool; null for none
 * @param content a text, or a list of parts and other JSON; null for none
 * @param calls of tools
 * @param callId the call that it answers; null for none
 */
public record Turn(String role, String name, Json content, List<ToolCall> calls, String callId) {
  public static final String USER = "user";
  public static final String ASSISTANT = "assistant";
  public static final String SYSTEM = "system";
  public static final String TOOL = "tool";
  public static final String RETRIEVAL = "retrieval";

  static Turn of(String role, Json content) {
    return new Turn(role, null, content, List.of(), null);
  }

  /** The calls as a message has them; null for none. */
  public Json callsJson() {
    return calls.isEmpty() ? null : new JsonList(calls.stream().map(ToolCall::json).toList());
  }

  /**
   * What makes it the same turn wherever it is told. A model's message is told once as what it
   * said, then again and again as what was said, by then without its thoughts and in another shape:
   * its calls have ids that stay. A tool's result has its content alone, as the tool's own span may
   * not know the call that it answers.
   */
  String identity() {
    if (!calls.isEmpty() && calls.stream().allMatch(call -> call.id() != null)) {
      return role + "\ncalls\n" + String.join("\n", calls.stream().map(ToolCall::id).toList());
    }
    String said = content == null ? "" : spelled(content);
    return calls.isEmpty()
        ? role + "\n" + said
        : role + "\n" + said + "\n" + CanonicalJson.byValue(callsJson());
  }

  private static String spelled(Json content) {
    return content instanceof JsonText text ? text.value().strip() : CanonicalJson.byValue(content);
  }
}
