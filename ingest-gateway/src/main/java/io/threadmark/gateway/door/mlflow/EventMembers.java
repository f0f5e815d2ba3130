package io.threadmark.gateway.door.mlflow;

import io.threadmark.gateway.event.Arrival;
import io.threadmark.gateway.event.Event;
import io.threadmark.gateway.event.EventReader;
import io.threadmark.gateway.event.EventType;
import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonNumber;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.refusal.RequestRefused;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** An event as the native door takes it, put together member by member. */
final class EventMembers {
  private final Map<String, Json> members = new LinkedHashMap<>();

  /** Sets a member; of null nothing. */
  EventMembers put(String name, Json value) {
    if (value != null) {
      members.put(name, value);
    }
    return this;
  }

  EventMembers put(String name, String value) {
    return put(name, value == null ? null : new JsonText(value));
  }

  EventMembers put(String name, Instant value) {
    return put(name, value == null ? null : value.toString());
  }

  EventMembers put(String name, long value) {
    return put(name, new JsonNumber(Long.toString(value)));
  }

  /** Sets a map from text to text, where it has entries. */
  EventMembers put(String name, Map<String, String> values) {
    if (values.isEmpty()) {
      return this;
    }
    Map<String, Json> texts = new LinkedHashMap<>();
    values.forEach((key, value) -> texts.put(key, new JsonText(value)));
    return put(name, new JsonObject(texts));
  }

  /** Sets a map that has one entry. */
  EventMembers put(String name, String key, Json value) {
    return put(name, new JsonObject(Map.of(key, value)));
  }

  EventMembers put(String name, EventMembers values) {
    return values.members.isEmpty() ? this : put(name, values.object());
  }

  JsonObject object() {
    return new JsonObject(members);
  }

  /** The event that they are, checked as every other. */
  Event read(EventType type, Arrival arrival, int index) throws InvalidEvent, RequestRefused {
    return new EventReader(type, null, arrival).read(object(), index);
  }
}
