package io.threadmark.gateway.event;

import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonBoolean;
import io.threadmark.gateway.json.Json.JsonList;
import io.threadmark.gateway.json.Json.JsonNull;
import io.threadmark.gateway.json.Json.JsonNumber;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import io.threadmark.gateway.json.Numbers;
import io.threadmark.gateway.json.Texts;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.schema.Limits;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The fields of an object, read by name and type. A field that is null counts as absent, and absent
 * fields read as null; a field of another type is a fault told by its path.
 */
public final class Fields {
  private final Map<String, Json> members;
  private final String path;

  private Fields(Map<String, Json> members, String path) {
    this.members = members;
    this.path = path;
  }

  /** The fields of an object in which only the known ones may be anything but null. */
  public static Fields of(JsonObject object, String path, Set<String> known) throws InvalidEvent {
    Fields fields = new Fields(object.members(), path);
    for (Map.Entry<String, Json> member : object.members().entrySet()) {
      if (!known.contains(member.getKey()) && member.getValue() != JsonNull.NULL) {
        throw new InvalidEvent(
            ErrorCode.UNKNOWN_FIELD, fields.at(member.getKey()), "is not a known field");
      }
    }
    return fields;
  }

  /** The path of a field. */
  public String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** The value of a field, whatever its type. */
  public Json any(String name) {
    Json value = members.get(name);
    return value == JsonNull.NULL ? null : value;
  }

  public String text(String name) throws InvalidEvent {
    return text(name, Limits.EVENT_BYTES);
  }

  public String text(String name, int maxBytes) throws InvalidEvent {
    Json value = any(name);
    return value == null ? null : Texts.atMost(Texts.of(value, at(name)), maxBytes, at(name));
  }

  String id(String name) throws InvalidEvent {
    Json value = any(name);
    return value == null ? null : Texts.id(Texts.of(value, at(name)), at(name));
  }

  /** A short text that names something: not empty, no control characters. */
  String label(String name, int maxBytes) throws InvalidEvent {
    Json value = any(name);
    return value == null ? null : Texts.label(Texts.of(value, at(name)), maxBytes, at(name));
  }

  /** One of some words. */
  public String word(String name, List<String> words) throws InvalidEvent {
    Json value = any(name);
    if (value == null) {
      return null;
    }
    if (value instanceof JsonText text && words.contains(text.value())) {
      return text.value();
    }
    throw InvalidEvent.field(at(name), "must be one of " + String.join(", ", words));
  }

  public boolean isTrue(String name) throws InvalidEvent {
    Json value = any(name);
    if (value == null || value instanceof JsonBoolean) {
      return value != null && ((JsonBoolean) value).value();
    }
    throw wrongType(name, "true or false", value);
  }

  /** A whole number from 0. */
  Long count(String name) throws InvalidEvent {
    Json value = any(name);
    return value == null ? null : Numbers.count(value, at(name));
  }

  /** A whole number within bounds, both included. */
  public Integer whole(String name, int least, int most) throws InvalidEvent {
    Json value = any(name);
    return value == null ? null : Numbers.whole(value, least, most, at(name));
  }

  public JsonNumber number(String name) throws InvalidEvent {
    Json value = any(name);
    if (value == null || value instanceof JsonNumber) {
      return (JsonNumber) value;
    }
    throw wrongType(name, "a number", value);
  }

  /** A time that is not after the latest that it may be. */
  Instant time(String name, Instant latest) throws InvalidEvent {
    Json value = any(name);
    return value == null ? null : EventTime.read(value, latest, at(name));
  }

  public List<Json> list(String name) throws InvalidEvent {
    Json value = any(name);
    if (value == null || value instanceof JsonList) {
      return value == null ? null : ((JsonList) value).items();
    }
    throw wrongType(name, "a list", value);
  }

  public Fields object(String name, Set<String> known) throws InvalidEvent {
    Json value = any(name);
    if (value == null || value instanceof JsonObject) {
      return value == null ? null : of((JsonObject) value, at(name), known);
    }
    throw wrongType(name, "an object", value);
  }

  /** The members of an object whose names are the client's own; empty where it is absent. */
  Map<String, Json> entries(String name, int max) throws InvalidEvent {
    Json value = any(name);
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof JsonObject object)) {
      throw wrongType(name, "an object", value);
    }
    if (object.members().size() > max) {
      throw InvalidEvent.field(at(name), "has more than " + max + " entries");
    }
    Map<String, Json> entries = new LinkedHashMap<>();
    for (Map.Entry<String, Json> member : object.members().entrySet()) {
      String key = Texts.label(member.getKey(), Limits.NAME_BYTES, at(name));
      entries.put(key, member.getValue());
    }
    return entries;
  }

  /** An object whose names are the client's own, to be read by them; empty where it is absent. */
  public Fields named(String name, int max) throws InvalidEvent {
    return new Fields(entries(name, max), at(name));
  }

  public Set<String> names() {
    return members.keySet();
  }

  InvalidEvent wrongType(String name, String wanted, Json found) {
    return InvalidEvent.field(at(name), "must be " + wanted + ", not " + found.described());
  }

  InvalidEvent missing(String name) {
    return new InvalidEvent(ErrorCode.MISSING_FIELD, at(name), "is required");
  }
}
