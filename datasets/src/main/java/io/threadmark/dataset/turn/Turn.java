package io.threadmark.dataset.turn;

import java.util.List;

/**
 * One turn of a conversation, in terms that the chat formats have in common.
 *
 * @param toolCalls null where they are there and cannot be read
 * @param toolCallId the call that a tool's turn answers; null elsewhere
 * @param name of the speaker or the tool; null where not given
 * @param traceId the trace that made it; null where not known
 * @param messageId null for a turn that comes from a trace's input or output
 */
public record Turn(
    Role role,
    Body body,
    List<ToolCall> toolCalls,
    String toolCallId,
    String name,
    String traceId,
    String messageId) {

  public static Turn said(Role role, String text) {
    return new Turn(role, Body.ofText(text), List.of(), null, null, null, null);
  }

  /** The same turn with other words and no calls: what a correction makes of an answer. */
  public Turn saying(String text) {
    return new Turn(role, Body.ofText(text), List.of(), null, name, traceId, messageId);
  }

  public boolean isReadable() {
    return toolCalls != null;
  }

  /** That a tool answers nothing is an answer. */
  public boolean isEmpty() {
    return role != Role.TOOL && isReadable() && toolCalls.isEmpty() && body.isEmpty();
  }

  /** What it says and calls, for comparing. */
  public String comparable() {
    StringBuilder text = new StringBuilder(body.comparable());
    if (isReadable()) {
      toolCalls.forEach(call -> text.append('\n').append(call.name()).append(call.argumentsText()));
    }
    return text.toString();
  }
}
