package io.threadmark.processor.facts;

import io.threadmark.schema.Content;
import io.threadmark.schema.Ingest;
import io.threadmark.schema.Message;
import io.threadmark.schema.Micros;
import io.threadmark.schema.ThreadFacts;
import io.threadmark.schema.Trace;
import io.threadmark.schema.User;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what an event says into registers. An absent field makes no register. */
public final class Statements {

  /** The names that an event's {@code clear} may hold, of all types together. */
  public static final Set<String> CLEARABLE =
      Set.of(
          "client_request_id",
          "thread_id",
          "trace_id",
          "name",
          "status",
          "error",
          "start_time",
          "end_time",
          "input",
          "output",
          "model",
          "usage",
          "role",
          "content",
          "content_json",
          "tool_calls",
          "tool_call_id",
          "title",
          "user",
          "user.id",
          "user.name",
          "user.email",
          "user.segments",
          "tags",
          "metadata",
          "intents",
          "issues");

  private Statements() {}

  /** What a trace event says. */
  public static Statement of(Trace event) {
    Writer registers = new Writer();
    registers.text(Registers.CLIENT_REQUEST_ID, event.getClientRequestId());
    registers.text(Registers.THREAD_ID, event.getThreadId());
    registers.text(Registers.NAME, event.getName());
    registers.text(Registers.STATUS, event.getStatus());
    if (event.getError() != null) {
      registers.text(Registers.ERROR_CODE, event.getError().getCode());
      registers.text(Registers.ERROR_MESSAGE, event.getError().getMessage());
    }
    if (event.getStartTime() != null) {
      registers.text(Registers.START_TIME, Long.toString(Micros.of(event.getStartTime())));
    }
    if (event.getEndTime() != null) {
      registers.text(Registers.END_TIME, Long.toString(Micros.of(event.getEndTime())));
    }
    registers.content(Registers.INPUT, event.getInput());
    registers.content(Registers.OUTPUT, event.getOutput());
    registers.text(Registers.MODEL, event.getModel());
    String span = event.getSpanId() == null ? "" : event.getSpanId();
    event
        .getUsage()
        .forEach(
            (name, count) -> registers.key(Registers.USAGE, span + '/' + name, count.toString()));
    registers.user(event.getUser());
    registers.keys(Registers.TAGS, event.getTags());
    registers.keys(Registers.METADATA, event.getMetadata());
    registers.clear(event.getClear());
    return new Statement(
        Ranks.of(event.getPrecedence(), event.getStamp()), at(event.getIngest()), registers.map);
  }

  /** What a message event says. */
  public static Statement of(Message event) {
    Writer registers = new Writer();
    registers.text(Registers.ROLE, event.getRole());
    registers.text(Registers.NAME, event.getName());
    registers.content(Registers.CONTENT, event.getContent());
    registers.text(Registers.TOOL_CALLS, event.getToolCalls());
    registers.text(Registers.TOOL_CALL_ID, event.getToolCallId());
    registers.text(Registers.TRACE_ID, event.getTraceId());
    registers.user(event.getUser());
    registers.keys(Registers.TAGS, event.getTags());
    registers.keys(Registers.METADATA, event.getMetadata());
    registers.clear(event.getClear());
    return new Statement(
        Ranks.of(precedence(event), event.getStamp()),
        at(event.getIngest()),
        event.getPosition(),
        registers.map);
  }

  /** A span never speaks as the application itself does. */
  private static long precedence(Message event) {
    return event.getSpanId() == null ? event.getPrecedence() : Math.min(-1, event.getPrecedence());
  }

  /** What a thread event says. */
  public static Statement of(ThreadFacts event) {
    Writer registers = new Writer();
    registers.text(Registers.TITLE, event.getTitle());
    registers.user(event.getUser());
    event
        .getIntents()
        .forEach(intent -> registers.key(Registers.INTENTS, intent, Registers.PRESENT));
    event.getIssues().forEach(issue -> registers.key(Registers.ISSUES, issue, Registers.PRESENT));
    // Behind the additions: where one event says both, removal wins.
    event.getRemoveIntents().forEach(intent -> registers.key(Registers.INTENTS, intent, null));
    event.getRemoveIssues().forEach(issue -> registers.key(Registers.ISSUES, issue, null));
    registers.keys(Registers.TAGS, event.getTags());
    registers.keys(Registers.METADATA, event.getMetadata());
    registers.clear(event.getClear());
    return new Statement(Ranks.of(0, event.getStamp()), at(event.getIngest()), registers.map);
  }

  private static long at(Ingest ingest) {
    return Micros.of(ingest.getReceivedAt());
  }

  /** Collects registers. */
  private static final class Writer {
    final Map<String, String> map = new HashMap<>();

    void text(String field, String value) {
      if (value != null) {
        map.put(field, value);
      }
    }

    void key(String field, String key, String value) {
      map.put(field + '/' + key, value);
    }

    void keys(String field, Map<String, String> entries) {
      entries.forEach((key, value) -> key(field, key, value));
    }

    void content(String field, Content content) {
      if (content != null) {
        map.put(field, ContentText.write(content));
      }
    }

    void user(User user) {
      if (user != null) {
        text(Registers.USER_ID, user.getId());
        text(Registers.USER_NAME, user.getName());
        text(Registers.USER_EMAIL, user.getEmail());
        keys(Registers.SEGMENTS, user.getSegments());
      }
    }

    /** An emptied field; those made of several registers are emptied with all of them. */
    void clear(List<String> fields) {
      for (String field : fields) {
        switch (field) {
          case "user" ->
              List.of(
                      Registers.USER_ID,
                      Registers.USER_NAME,
                      Registers.USER_EMAIL,
                      Registers.SEGMENTS)
                  .forEach(this::empty);
          case "user.id" -> empty(Registers.USER_ID);
          case "user.name" -> empty(Registers.USER_NAME);
          case "user.email" -> empty(Registers.USER_EMAIL);
          case "user.segments" -> empty(Registers.SEGMENTS);
          case "error" ->
              List.of(Registers.ERROR_CODE, Registers.ERROR_MESSAGE).forEach(this::empty);
          case "content_json" -> empty(Registers.CONTENT);
          default -> empty(field);
        }
      }
    }

    private void empty(String register) {
      map.put(register, null);
    }
  }
}
