package io.threadmark.gateway.event;

import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonNull;
import io.threadmark.gateway.json.Json.JsonNumber;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.schema.ErrorDetail;
import io.threadmark.schema.Limits;
import io.threadmark.schema.User;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of a native span that become attributes, under names of our own. */
final class SpanFields {
  private static final String PREFIX = "threadmark.";

  private final Fields fields;
  private final ErrorDetail error;
  private final Map<String, Json> attributes = new LinkedHashMap<>();

  /**
   * @param error what went wrong; null where nothing is said of it
   */
  SpanFields(Fields fields, ErrorDetail error) {
    this.fields = fields;
    this.error = error;
  }

  /** The attributes that were given, and those that fields become. */
  JsonObject attributes() throws InvalidEvent {
    attributes.putAll(SpanReader.object(fields, "attributes").members());
    put("input", fields.any("input"));
    put("output", fields.any("output"));
    put("model", text(fields.text("model", Limits.NAME_BYTES)));
    put("span_type", text(fields.label("span_type", Limits.NAME_BYTES)));
    put("thread_id", text(SharedFields.threadId(fields)));
    put("client_request_id", text(fields.id("client_request_id")));
    putUsage();
    putUser();
    put("tags", texts(SharedFields.tags(fields)));
    if (!SharedFields.metadata(fields).isEmpty()) {
      put("metadata", fields.any("metadata"));
    }
    if (error != null && error.getCode() != null) {
      attributes.putIfAbsent("error.type", new JsonText(error.getCode()));
    }
    return new JsonObject(attributes);
  }

  private void putUsage() throws InvalidEvent {
    Map<String, Json> counts = new LinkedHashMap<>();
    Usage.read(fields)
        .forEach((name, count) -> counts.put(name, new JsonNumber(Long.toString(count))));
    put("usage", counts.isEmpty() ? null : new JsonObject(counts));
  }

  private void putUser() throws InvalidEvent {
    User user = SharedFields.user(fields);
    if (user != null) {
      put("user.id", text(user.getId()));
      put("user.name", text(user.getName()));
      put("user.email", text(user.getEmail()));
      put("user.segments", texts(user.getSegments()));
    }
  }

  private void put(String name, Json value) throws InvalidEvent {
    if (value == null) {
      return;
    }
    Json other = attributes.put(PREFIX + name, value);
    if (other != null && !other.equals(value)) {
      throw new InvalidEvent(
          ErrorCode.CONFLICT,
          fields.at("attributes") + "." + PREFIX + name,
          "says something else than " + name);
    }
  }

  private static Json text(String text) {
    return text == null ? null : new JsonText(text);
  }

  private static Json texts(Map<String, String> texts) {
    if (texts.isEmpty()) {
      return null;
    }
    Map<String, Json> members = new LinkedHashMap<>();
    texts.forEach(
        (key, value) -> members.put(key, value == null ? JsonNull.NULL : new JsonText(value)));
    return new JsonObject(members);
  }
}
