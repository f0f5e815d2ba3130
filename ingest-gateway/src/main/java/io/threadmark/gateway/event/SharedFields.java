package io.threadmark.gateway.event;

import io.threadmark.gateway.json.CanonicalJson;
import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonBoolean;
import io.threadmark.gateway.json.Json.JsonList;
import io.threadmark.gateway.json.Json.JsonNull;
import io.threadmark.gateway.json.Json.JsonNumber;
import io.threadmark.gateway.json.Json.JsonText;
import io.threadmark.gateway.json.Texts;
import io.threadmark.gateway.json.Utf8;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.schema.Content;
import io.threadmark.schema.ErrorDetail;
import io.threadmark.schema.Limits;
import io.threadmark.schema.TraceId;
import io.threadmark.schema.User;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Fields that several types of event have. */
public final class SharedFields {
  static final Set<String> USER = Set.of("id", "name", "email", "segments");
  private static final Set<String> ERROR = Set.of("code", "message");

  private SharedFields() {}

  /** A trace's id, in its canonical form. */
  static String traceId(Fields fields, String name) throws InvalidEvent {
    String given = fields.id(name);
    return given == null ? null : TraceId.canonical(given);
  }

  /** The id of a thread of the client's own. */
  static String threadId(Fields fields) throws InvalidEvent {
    String id =
        agreeing(
            fields, "thread_id", fields.id("thread_id"), "session_id", fields.id("session_id"));
    return id == null ? null : checkThreadId(id, fields.at("thread_id"));
  }

  public static String checkThreadId(String id, String path) throws InvalidEvent {
    if (id.startsWith(TraceId.OWN_THREAD_PREFIX)) {
      throw InvalidEvent.field(
          path, "must not begin with " + TraceId.OWN_THREAD_PREFIX + ", which is reserved");
    }
    return Texts.id(id, path);
  }

  /**
   * The thread that an event is about.
   *
   * @param addressed the thread that the request's address names, so that the event may leave it
   *     out; null where the event must name one
   */
  static String threadId(Fields fields, String addressed) throws InvalidEvent {
    String given = threadId(fields);
    if (addressed == null && given == null) {
      throw fields.missing("thread_id");
    }
    if (addressed != null && given != null && !given.equals(addressed)) {
      throw new InvalidEvent(
          ErrorCode.CONFLICT, fields.at("thread_id"), "is not the thread of the address");
    }
    return addressed != null ? addressed : given;
  }

  /** Text from a string, JSON from anything else. */
  static Content content(Json value) {
    if (value == null) {
      return null;
    }
    return value instanceof JsonText text
        ? new Content(text.value(), null)
        : new Content(null, CanonicalJson.of(value));
  }

  /** A person; null where nothing is said of one. An id alone may stand for them. */
  static User user(Fields fields) throws InvalidEvent {
    String idAlone = fields.id("user_id");
    if (fields.any("user") instanceof JsonText) {
      idAlone = agreeing(fields, "user", fields.id("user"), "user_id", idAlone);
      return new User(idAlone, null, null, Map.of());
    }
    Fields user = fields.object("user", USER);
    if (user == null) {
      return idAlone == null ? null : new User(idAlone, null, null, Map.of());
    }
    String id = agreeing(fields, "user.id", user.id("id"), "user_id", idAlone);
    String name = user.text("name", Limits.NAME_BYTES);
    String email = user.text("email", Limits.NAME_BYTES);
    Map<String, String> segments = labels(user, "segments", Limits.SEGMENTS, Limits.NAME_BYTES);
    boolean silent = id == null && name == null && email == null && segments.isEmpty();
    return silent ? null : new User(id, name, email, segments);
  }

  /** What went wrong; null where nothing is said of it. */
  static ErrorDetail error(Fields fields) throws InvalidEvent {
    if (fields.any("error") instanceof JsonText) {
      return new ErrorDetail(null, fields.text("error", Limits.ERROR_MESSAGE_BYTES));
    }
    Fields error = fields.object("error", ERROR);
    if (error == null) {
      return null;
    }
    String code = error.text("code", Limits.NAME_BYTES);
    String message = error.text("message", Limits.ERROR_MESSAGE_BYTES);
    return code == null && message == null ? null : new ErrorDetail(code, message);
  }

  /** Tag to value, null for one that is removed. Of a list, each word is a tag that is true. */
  static Map<String, String> tags(Fields fields) throws InvalidEvent {
    if (fields.any("tags") instanceof JsonList) {
      Map<String, String> tags = new HashMap<>();
      for (String word : words(fields, "tags", Limits.TAGS)) {
        tags.put(word, "true");
      }
      return tags;
    }
    return labels(fields, "tags", Limits.TAGS, Limits.TAG_VALUE_BYTES);
  }

  /** Key to JSON text, null for one that is removed. */
  static Map<String, String> metadata(Fields fields) throws InvalidEvent {
    Map<String, String> metadata = new HashMap<>();
    for (Map.Entry<String, Json> entry : fields.entries("metadata", Limits.METADATA).entrySet()) {
      String json = entry.getValue() == JsonNull.NULL ? null : CanonicalJson.of(entry.getValue());
      if (json != null && Utf8.length(json) > Limits.METADATA_VALUE_BYTES) {
        throw InvalidEvent.field(
            fields.at("metadata") + "." + entry.getKey(),
            "must have at most " + Limits.METADATA_VALUE_BYTES + " bytes of JSON");
      }
      metadata.put(entry.getKey(), json);
    }
    return metadata;
  }

  /** A list of short texts, in order and each once: neither order nor repetition is content. */
  static List<String> words(Fields fields, String name, int max) throws InvalidEvent {
    List<Json> items = fields.list(name);
    if (items == null) {
      return List.of();
    }
    if (items.size() > max) {
      throw InvalidEvent.field(fields.at(name), "has more than " + max + " items");
    }
    Set<String> words = new TreeSet<>();
    for (int i = 0; i < items.size(); i++) {
      String path = fields.at(name) + "[" + i + "]";
      words.add(Texts.label(Texts.of(items.get(i), path), Limits.NAME_BYTES, path));
    }
    return List.copyOf(words);
  }

  /** The value of a field or of its alias; both may be given where they agree. */
  static String agreeing(Fields fields, String name, String value, String alias, String aliasValue)
      throws InvalidEvent {
    if (value != null && aliasValue != null && !value.equals(aliasValue)) {
      throw new InvalidEvent(
          ErrorCode.CONFLICT, fields.at(alias), "says something else than " + name);
    }
    return value != null ? value : aliasValue;
  }

  private static Map<String, String> labels(Fields fields, String name, int max, int maxBytes)
      throws InvalidEvent {
    Map<String, String> labels = new HashMap<>();
    for (Map.Entry<String, Json> entry : fields.entries(name, max).entrySet()) {
      String path = fields.at(name) + "." + entry.getKey();
      String value = asText(entry.getValue(), path);
      labels.put(entry.getKey(), value == null ? null : Texts.atMost(value, maxBytes, path));
    }
    return labels;
  }

  /** Numbers and booleans become their text: tags are often made from them. */
  private static String asText(Json value, String path) throws InvalidEvent {
    if (value instanceof JsonNumber number) {
      return number.text();
    }
    if (value instanceof JsonBoolean bool) {
      return Boolean.toString(bool.value());
    }
    return value == JsonNull.NULL ? null : Texts.of(value, path);
  }
}
