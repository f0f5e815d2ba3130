package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Shape;
import io.threadmark.dataset.row.Shape.Scalar;
import io.threadmark.schema.Content;
import io.threadmark.schema.ErrorDetail;
import io.threadmark.schema.User;
import java.util.Map;
import java.util.TreeMap;

/**
 * What messages, traces and feedback have in common. Maps are lists of key and value, sorted by
 * key: in a table each key would otherwise become a column.
 */
final class Entries {
  static final Shape TEXTS = entries(Column.optionalText("value", "Its value."));
  static final Shape VALUES = entries(Column.optional("value", Scalar.JSON, "Its value."));
  static final Shape COUNTS = entries(Column.of("value", Scalar.LONG, "How many."));

  static final Shape USER =
      Shape.struct(
          Column.optionalText("id", "The application's id of the person."),
          Column.optionalText("name", "A name to show."),
          Column.optionalText("email", "An e-mail address."),
          Column.of("segments", TEXTS, "Segments."));

  static final Shape ERROR =
      Shape.struct(
          Column.optionalText("code", "What kind of failure."),
          Column.optionalText("message", "Why, in words."));

  private Entries() {}

  static ArrayNode texts(Map<String, String> map) {
    ArrayNode entries = Json.array();
    new TreeMap<>(map)
        .forEach((key, value) -> entries.addObject().put("key", key).put("value", value));
    return entries;
  }

  static ArrayNode values(Map<String, String> map) {
    ArrayNode entries = Json.array();
    new TreeMap<>(map)
        .forEach((key, value) -> entries.addObject().put("key", key).set("value", json(value)));
    return entries;
  }

  static ArrayNode counts(Map<String, Long> map) {
    ArrayNode entries = Json.array();
    new TreeMap<>(map)
        .forEach((key, value) -> entries.addObject().put("key", key).put("value", value));
    return entries;
  }

  /** Text goes under the name, JSON under the name with {@code _json}; one of the two is null. */
  static void content(ObjectNode row, String name, Content content) {
    row.put(name, content == null ? null : content.getText());
    row.set(name + "_json", json(content == null ? null : content.getJson()));
  }

  /** Text that is no JSON stands as a text. */
  static JsonNode json(String text) {
    if (text == null) {
      return NullNode.getInstance();
    }
    JsonNode value = Json.read(text);
    return value.isMissingNode() ? TextNode.valueOf(text) : value;
  }

  static JsonNode user(User user) {
    if (user == null) {
      return NullNode.getInstance();
    }
    ObjectNode row = Json.object();
    row.put("id", user.getId());
    row.put("name", user.getName());
    row.put("email", user.getEmail());
    row.set("segments", texts(user.getSegments()));
    return row;
  }

  static JsonNode error(ErrorDetail error) {
    return error == null
        ? NullNode.getInstance()
        : Json.object().put("code", error.getCode()).put("message", error.getMessage());
  }

  private static Shape entries(Column value) {
    return Shape.list(Shape.struct(Column.text("key", "The key."), value));
  }
}
