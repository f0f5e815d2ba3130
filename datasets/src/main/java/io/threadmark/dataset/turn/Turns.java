package io.threadmark.dataset.turn;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.schema.Content;
import io.threadmark.schema.LabeledMessage;
import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.LabeledTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the turns of a thread out of its messages, and of a trace out of its input and output. */
public final class Turns {
  private Turns() {}

  /** In order. A thread without messages is told by the inputs and outputs of its traces. */
  public static List<Turn> of(LabeledThread thread) {
    Stream<Turn> turns =
        thread.getMessages().isEmpty()
            ? thread.getTraces().stream().flatMap(Turns::plain)
            : thread.getMessages().stream().map(Turns::of).flatMap(Optional::stream);
    return turns.filter(turn -> !turn.isEmpty()).toList();
  }

  /** What the model was given in a trace: one question, or the messages of a request. */
  static List<Turn> input(LabeledTrace trace) {
    JsonNode messages = messages(trace.getInput());
    if (messages.isMissingNode()) {
      return said(Role.USER, trace.getInput(), trace).stream().toList();
    }
    return listed(messages, null);
  }

  /** The last thing that a trace answered. */
  static Optional<Turn> output(LabeledTrace trace) {
    JsonNode messages = messages(trace.getOutput());
    if (messages.isMissingNode()) {
      return said(Role.ASSISTANT, trace.getOutput(), trace);
    }
    List<Turn> turns = listed(messages, trace.getTraceId());
    return turns.isEmpty() ? Optional.empty() : Optional.of(turns.get(turns.size() - 1));
  }

  /** How many turns chat formats have no room for. */
  public static long leftOut(LabeledThread thread) {
    return thread.getMessages().stream()
        .filter(message -> Role.of(message.getRole()).isEmpty())
        .count();
  }

  /** The tools that the model could call, where the input of a trace tells them. */
  static JsonNode tools(LabeledTrace trace) {
    JsonNode tools =
        trace == null ? Json.read((String) null) : json(trace.getInput()).path("tools");
    return tools.isArray() && !tools.isEmpty() ? tools : null;
  }

  private static Optional<Turn> of(LabeledMessage message) {
    return Role.of(message.getRole())
        .map(
            role ->
                new Turn(
                    role,
                    Body.of(message.getContent()),
                    calls(message.getToolCalls()),
                    message.getToolCallId(),
                    message.getName(),
                    message.getTraceId(),
                    message.getMessageId()));
  }

  private static Stream<Turn> plain(LabeledTrace trace) {
    List<Turn> input = input(trace);
    // A request that repeats the conversation adds its last turn only.
    Stream<Turn> last = input.stream().skip(Math.max(0, input.size() - 1));
    return Stream.concat(last, output(trace).stream());
  }

  private static Optional<Turn> said(Role role, Content content, LabeledTrace trace) {
    Body body = Body.of(content);
    return body.isEmpty()
        ? Optional.empty()
        : Optional.of(new Turn(role, body, List.of(), null, null, trace.getTraceId(), null));
  }

  /** A list of messages, as it is or under the names that requests and answers have for it. */
  private static JsonNode messages(Content content) {
    JsonNode value = json(content);
    for (JsonNode found :
        List.of(value, value.path("messages"), value.path("choices").path(0).path("message"))) {
      if (found.isArray() && found.path(0).path("role").isTextual()) {
        return found;
      }
      if (found.isObject() && found.path("role").isTextual()) {
        return Json.array().add(found);
      }
    }
    return Json.read((String) null);
  }

  private static List<Turn> listed(JsonNode messages, String traceId) {
    List<Turn> turns = new ArrayList<>();
    for (JsonNode message : messages) {
      Role.of(message.path("role").asText(null))
          .map(role -> listed(role, message, traceId))
          .filter(turn -> !turn.isEmpty())
          .ifPresent(turns::add);
    }
    return turns;
  }

  private static Turn listed(Role role, JsonNode message, String traceId) {
    JsonNode calls = message.path("tool_calls");
    return new Turn(
        role,
        Body.ofValue(message.path("content")),
        calls.isMissingNode() || calls.isNull() ? List.of() : calls(Json.text(calls)),
        message.path("tool_call_id").asText(null),
        message.path("name").asText(null),
        traceId,
        null);
  }

  private static List<ToolCall> calls(String json) {
    return json == null ? List.of() : ToolCalls.read(json).orElse(null);
  }

  private static JsonNode json(Content content) {
    return Json.read(content == null ? null : content.getJson());
  }
}
