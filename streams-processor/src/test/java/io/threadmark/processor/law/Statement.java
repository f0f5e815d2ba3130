package io.threadmark.processor.law;

import io.threadmark.schema.Message;
import io.threadmark.schema.ThreadFacts;
import io.threadmark.schema.Trace;
import io.threadmark.schema.User;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one event says, register by register. A key of a map field is a register of its own, named
 * by the field, a slash and the key; null empties the register.
 *
 * @param receivedAt when the gateway took it
 * @param position where a message stands among those of one time
 */
record Statement(Weight weight, Instant receivedAt, long position, Map<String, Object> says) {

  static Statement of(Trace trace) {
    Map<String, Object> says = new HashMap<>();
    says.put("client_request_id", trace.getClientRequestId());
    says.put("thread_id", trace.getThreadId());
    says.put("name", trace.getName());
    says.put("status", trace.getStatus());
    if (trace.getError() != null) {
      says.put("error.code", trace.getError().getCode());
      says.put("error.message", trace.getError().getMessage());
    }
    says.put("start_time", trace.getStartTime());
    says.put("end_time", trace.getEndTime());
    says.put("input", trace.getInput());
    says.put("output", trace.getOutput());
    says.put("model", trace.getModel());
    user(says, trace.getUser());
    leaveOutAbsent(says);
    String span = trace.getSpanId() == null ? "" : trace.getSpanId();
    trace.getUsage().forEach((name, count) -> says.put("usage/" + span + "/" + name, count));
    segments(says, trace.getUser());
    keys(says, "tags", trace.getTags());
    keys(says, "metadata", trace.getMetadata());
    clear(says, trace.getClear());
    return new Statement(
        new Weight(trace.getPrecedence(), trace.getStamp()),
        trace.getIngest().getReceivedAt(),
        0,
        says);
  }

  static Statement of(Message message) {
    Map<String, Object> says = new HashMap<>();
    says.put("role", message.getRole());
    says.put("name", message.getName());
    says.put("content", message.getContent());
    says.put("tool_calls", message.getToolCalls());
    says.put("tool_call_id", message.getToolCallId());
    says.put("trace_id", message.getTraceId());
    user(says, message.getUser());
    leaveOutAbsent(says);
    segments(says, message.getUser());
    keys(says, "tags", message.getTags());
    keys(says, "metadata", message.getMetadata());
    clear(says, message.getClear());
    return new Statement(
        new Weight(
            message.getSpanId() == null
                ? message.getPrecedence()
                : Math.min(message.getPrecedence(), -1),
            message.getStamp()),
        message.getIngest().getReceivedAt(),
        message.getPosition(),
        says);
  }

  static Statement of(ThreadFacts facts) {
    Map<String, Object> says = new HashMap<>();
    says.put("title", facts.getTitle());
    user(says, facts.getUser());
    leaveOutAbsent(says);
    segments(says, facts.getUser());
    keys(says, "tags", facts.getTags());
    keys(says, "metadata", facts.getMetadata());
    facts.getIntents().forEach(intent -> says.put("intents/" + intent, true));
    facts.getIssues().forEach(issue -> says.put("issues/" + issue, true));
    facts.getRemoveIntents().forEach(intent -> says.put("intents/" + intent, null));
    facts.getRemoveIssues().forEach(issue -> says.put("issues/" + issue, null));
    clear(says, facts.getClear());
    return new Statement(Weight.of(facts.getStamp()), facts.getIngest().getReceivedAt(), 0, says);
  }

  private static void user(Map<String, Object> says, User user) {
    if (user != null) {
      says.put("user.id", user.getId());
      says.put("user.name", user.getName());
      says.put("user.email", user.getEmail());
    }
  }

  private static void segments(Map<String, Object> says, User user) {
    if (user != null) {
      keys(says, "user.segments", user.getSegments());
    }
  }

  private static void leaveOutAbsent(Map<String, Object> says) {
    says.values().removeIf(value -> value == null);
  }

  private static void keys(Map<String, Object> says, String field, Map<String, String> entries) {
    entries.forEach((key, value) -> says.put(field + "/" + key, value));
  }

  private static void clear(Map<String, Object> says, List<String> fields) {
    for (String field : fields) {
      switch (field) {
        case "user" -> clear(says, List.of("user.id", "user.name", "user.email", "user.segments"));
        case "error" -> clear(says, List.of("error.code", "error.message"));
        case "content_json" -> says.put("content", null);
        default -> says.put(field, null);
      }
    }
  }
}
