package io.threadmark.gateway.span;

import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonList;
import io.threadmark.gateway.json.Json.JsonNull;
import io.threadmark.gateway.json.Json.JsonNumber;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import java.util.List;

/** Members of an object that somebody else defined: what is of another type is not there. */
final class Members {
  private Members() {}

  /** Whether it says anything. */
  static boolean isSaid(Json value) {
    return value != null
        && value != JsonNull.NULL
        && !(value instanceof JsonText text && text.value().isBlank())
        && !(value instanceof JsonList list && list.items().isEmpty())
        && !(value instanceof JsonObject object && object.members().isEmpty());
  }

  /** The first member of these names that says anything; null where there is none. */
  static Json first(JsonObject object, String... names) {
    for (String name : names) {
      Json value = object.members().get(name);
      if (isSaid(value)) {
        return value;
      }
    }
    return null;
  }

  /** The first of them that is a text, or a number; null where there is none. */
  static String text(JsonObject object, String... names) {
    Json value = first(object, names);
    if (value instanceof JsonNumber number) {
      return number.text();
    }
    return value instanceof JsonText text ? text.value() : null;
  }

  static List<Json> list(JsonObject object, String name) {
    return object.members().get(name) instanceof JsonList list ? list.items() : List.of();
  }

  static JsonObject object(JsonObject object, String name) {
    return object.members().get(name) instanceof JsonObject member ? member : null;
  }
}
