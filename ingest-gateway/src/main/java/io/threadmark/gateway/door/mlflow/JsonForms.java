package io.threadmark.gateway.door.mlflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.threadmark.gateway.json.CanonicalJson;
import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.JsonTree;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.refusal.RequestRefused;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The two forms that JSON has here: as events are read from, and as answers are written with. */
final class JsonForms {
  private JsonForms() {}

  /** The form that answers are written with. */
  static JsonObject answer(Message message) {
    return new JsonObject(CanonicalJson.of(new Json.JsonObject(message.members())));
  }

  /** The form that events are read from. */
  static Json event(Object value) throws InvalidEvent, RequestRefused {
    byte[] json = io.vertx.core.json.Json.encode(value).getBytes(UTF_8);
    return JsonTree.of(json, 0, json.length);
  }

  /** A value as text: a string as it is, all else as JSON. */
  static String text(Object value) {
    return value instanceof String text
        ? text
        : io.vertx.core.json.Json.encode(value); // also of JsonObject and JsonArray
  }

  static boolean isStructure(Object value) {
    return value instanceof JsonObject || value instanceof JsonArray;
  }
}
