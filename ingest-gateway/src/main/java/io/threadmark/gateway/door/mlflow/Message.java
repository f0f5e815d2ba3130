package io.threadmark.gateway.door.mlflow;

import io.threadmark.gateway.json.CanonicalJson;
import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonList;
import io.threadmark.gateway.json.Json.JsonNull;
import io.threadmark.gateway.json.Json.JsonNumber;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import io.threadmark.gateway.refusal.InvalidEvent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An object of a request, read as the JSON of a protobuf message: what is not known says nothing,
 * and a null is a member that is not there.
 *
 * @param path where it stands in the request; empty for the body itself
 */
record Message(Map<String, Json> members, String path) {
  static final Message EMPTY = new Message(Map.of(), "");

  static Message of(Json json, String path) throws InvalidEvent {
    if (json instanceof JsonObject object) {
      return new Message(object.members(), path);
    }
    throw InvalidEvent.field(path, "must be an object, not " + json.described());
  }

  /** The value of a member, whatever its type; null where it is absent. */
  Json any(String name) {
    Json value = members.get(name);
    return value == JsonNull.NULL ? null : value;
  }

  /** Whether a member is there, be it as null. */
  boolean has(String name) {
    return members.containsKey(name);
  }

  String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  String text(String name) throws InvalidEvent {
    Json value = any(name);
    return value == null ? null : text(value, at(name));
  }

  /** A text that must be there. */
  String required(String name) throws InvalidEvent {
    String text = text(name);
    if (text == null || text.isEmpty()) {
      throw InvalidEvent.field(at(name), "is required");
    }
    return text;
  }

  /** An object; null where it is absent. */
  Message message(String name) throws InvalidEvent {
    Json value = any(name);
    return value == null ? null : of(value, at(name));
  }

  List<Message> messages(String name) throws InvalidEvent {
    List<Message> messages = new ArrayList<>();
    for (Json item : list(name)) {
      messages.add(of(item, at(name) + "[" + messages.size() + "]"));
    }
    return messages;
  }

  List<String> texts(String name) throws InvalidEvent {
    List<String> texts = new ArrayList<>();
    for (Json item : list(name)) {
      texts.add(text(item, at(name) + "[" + texts.size() + "]"));
    }
    return texts;
  }

  /** A map from text to text. What is no text becomes the JSON that it is. */
  Map<String, String> strings(String name) throws InvalidEvent {
    Message map = message(name);
    Map<String, String> strings = new LinkedHashMap<>();
    if (map != null) {
      map.members.forEach(
          (key, value) -> {
            if (value != JsonNull.NULL) {
              strings.put(
                  key, value instanceof JsonText text ? text.value() : CanonicalJson.of(value));
            }
          });
    }
    return strings;
  }

  /** A whole number, which protobuf also writes as a text; null where it is absent. */
  Long whole(String name) throws InvalidEvent {
    Json value = any(name);
    if (value == null) {
      return null;
    }
    String digits =
        value instanceof JsonNumber number
            ? number.text()
            : value instanceof JsonText text ? text.value() : "";
    try {
      return new BigDecimal(digits).longValueExact();
    } catch (NumberFormatException | ArithmeticException e) {
      throw InvalidEvent.field(at(name), "must be a whole number");
    }
  }

  private List<Json> list(String name) throws InvalidEvent {
    Json value = any(name);
    if (value == null) {
      return List.of();
    }
    if (value instanceof JsonList list) {
      return list.items();
    }
    throw InvalidEvent.field(at(name), "must be a list, not " + value.described());
  }

  private static String text(Json value, String path) throws InvalidEvent {
    if (value instanceof JsonText text) {
      return text.value();
    }
    throw InvalidEvent.field(path, "must be a string, not " + value.described());
  }
}
