package io.threadmark.gateway.event;

import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonText;
import io.threadmark.gateway.json.Texts;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.InvalidEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code clear}: the names of fields that an event empties. */
final class Clearing {
  private static final String USER = "user";
  private static final List<String> USER_PARTS =
      List.of("user.id", "user.name", "user.email", "user.segments");

  private final List<String> clearable;

  /** The fields of a type that can be emptied; those of the user come by themselves. */
  Clearing(String... fields) {
    clearable = new ArrayList<>(List.of(fields));
    clearable.add(USER);
    clearable.addAll(USER_PARTS);
  }

  /** The names, each once and in order. */
  List<String> read(Fields fields) throws InvalidEvent {
    List<Json> names = fields.list("clear");
    if (names == null) {
      return List.of();
    }
    Set<String> cleared = new TreeSet<>();
    for (int i = 0; i < names.size(); i++) {
      String path = fields.at("clear") + "[" + i + "]";
      String name = Texts.of(names.get(i), path);
      if (!clearable.contains(name)) {
        throw InvalidEvent.field(path, "must be one of " + String.join(", ", clearable));
      }
      if (isSet(fields, name)) {
        throw new InvalidEvent(
            ErrorCode.CONFLICT, path, "names " + name + ", which the same event sets");
      }
      cleared.add(name.equals("content_json") ? "content" : name);
    }
    return List.copyOf(cleared);
  }

  private static boolean isSet(Fields fields, String name) throws InvalidEvent {
    if (name.startsWith("content")) {
      return fields.any("content") != null
          || fields.any("content_json") != null
          || fields.any("refusal") != null;
    }
    if (name.equals("tool_calls")) {
      return fields.any(name) != null || fields.any("function_call") != null;
    }
    if (name.equals("thread_id")) {
      return fields.any(name) != null || fields.any("session_id") != null;
    }
    if (name.equals(USER)) {
      return fields.any(name) != null || fields.any("user_id") != null;
    }
    if (!name.startsWith("user.")) {
      return fields.any(name) != null;
    }
    if (name.equals("user.id") && fields.any("user_id") != null) {
      return true;
    }
    if (fields.any(USER) instanceof JsonText) {
      return name.equals("user.id");
    }
    Fields user = fields.object(USER, SharedFields.USER);
    return user != null && user.any(name.substring("user.".length())) != null;
  }
}
