package io.threadmark.gateway.event;

import io.threadmark.gateway.json.CanonicalJson;
import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonBoolean;
import io.threadmark.gateway.json.Json.JsonNumber;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.schema.Content;
import io.threadmark.schema.Key;
import io.threadmark.schema.Limits;
import io.threadmark.schema.Message;
import io.threadmark.schema.Receipt.Statement;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a turn of a thread. */
final class MessageReader {
  private static final Set<String> OWN =
      Set.of(
          "type",
          "project_id",
          "thread_id",
          "session_id",
          "message_id",
          "role",
          "name",
          "content",
          "content_json",
          "tool_calls",
          "tool_call_id",
          "index",
          "trace_id",
          "user",
          "user_id",
          "tags",
          "metadata",
          "clear",
          "timestamp",
          "revision");

  private static final Set<String> KNOWN =
      Stream.concat(OWN.stream(), ProviderFields.NAMES.stream())
          .collect(Collectors.toUnmodifiableSet());

  private static final Clearing CLEARING =
      new Clearing(
          "name",
          "content",
          "content_json",
          "tool_calls",
          "tool_call_id",
          "trace_id",
          "tags",
          "metadata");

  private MessageReader() {}

  /**
   * Reads a message.
   *
   * @param threadId the thread of an event that may leave it out; null where it must name one
   */
  static Event read(Entry entry, String threadId) throws InvalidEvent {
    Fields fields = Fields.of(entry.object(), "", KNOWN);
    Message message = new Message();
    message.setProjectId(entry.project());
    message.setThreadId(SharedFields.threadId(fields, threadId));
    message.setMessageId(entry.idOr(fields.id("message_id")));
    message.setPrecedence(0L);
    message.setRole(fields.label("role", Limits.ROLE_BYTES));
    if (message.getRole() == null) {
      throw fields.missing("role");
    }
    message.setName(fields.text("name", Limits.NAME_BYTES));
    message.setContent(content(fields));
    message.setToolCalls(ProviderFields.toolCalls(fields));
    message.setToolCallId(fields.text("tool_call_id", Limits.NAME_BYTES));
    message.setTraceId(SharedFields.traceId(fields, "trace_id"));
    message.setUser(SharedFields.user(fields));
    message.setTags(SharedFields.tags(fields));
    message.setMetadata(metadata(fields));
    message.setClear(CLEARING.read(fields));
    message.setPosition(position(fields, entry));
    message.setIngest(entry.ingest());
    message.setStamp(
        entry.stamp(
            fields.time("timestamp", entry.latest()),
            fields.count("revision"),
            ContentHash.of(message)));
    return new Event(
        entry.index(),
        EventType.MESSAGE,
        Key.thread(entry.project(), message.getThreadId()),
        message,
        new Statement(
            EventType.MESSAGE.subject(),
            message.getThreadId(),
            message.getMessageId(),
            message.getStamp()));
  }

  /** What the client says itself, else where the message stands in its request. */
  private static long position(Fields fields, Entry entry) throws InvalidEvent {
    Long given = fields.count("index");
    return given != null ? given : entry.index();
  }

  private static Map<String, String> metadata(Fields fields) throws InvalidEvent {
    Map<String, String> metadata = SharedFields.metadata(fields);
    ProviderFields.addTo(metadata, fields);
    return metadata;
  }

  /** A string is text; parts, as models take them, are JSON. */
  private static Content content(Fields fields) throws InvalidEvent {
    Json given = fields.any("content");
    Json json = fields.any("content_json");
    if (given != null && json != null) {
      throw new InvalidEvent(
          ErrorCode.CONFLICT, fields.at("content_json"), "must not stand beside content");
    }
    if (given instanceof JsonNumber || given instanceof JsonBoolean) {
      throw fields.wrongType("content", "a string, or parts as a list or an object", given);
    }
    if (given != null) {
      InlineData.check(given, fields.at("content"));
      return SharedFields.content(given);
    }
    if (json != null) {
      InlineData.check(json, fields.at("content_json"));
      return new Content(null, CanonicalJson.of(json));
    }
    return SharedFields.content(ProviderFields.content(fields));
  }
}
