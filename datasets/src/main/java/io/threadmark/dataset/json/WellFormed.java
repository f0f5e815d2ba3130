package io.threadmark.dataset.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;

/**
 * Replaces halves of surrogate pairs by U+FFFD. JSON text can spell one ({@code "\ud800"}), UTF-8
 * cannot, and one such character must not break a file.
 */
public final class WellFormed {
  private static final char REPLACEMENT = '\uFFFD';

  private WellFormed() {}

  /** The same value where nothing is to be replaced. */
  public static JsonNode of(JsonNode value) {
    if (value.isTextual()) {
      String text = value.textValue();
      String whole = of(text);
      return whole.equals(text) ? value : TextNode.valueOf(whole);
    }
    if (isWhole(value)) {
      return value;
    }
    return value.isArray() ? array(value) : object(value);
  }

  public static String of(String text) {
    if (isWhole(text)) {
      return text;
    }
    StringBuilder whole = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      if (isPair(text, at)) {
        whole.append(unit).append(text.charAt(++at));
      } else {
        whole.append(Character.isSurrogate(unit) ? REPLACEMENT : unit);
      }
    }
    return whole.toString();
  }

  private static ArrayNode array(JsonNode value) {
    ArrayNode array = Json.array();
    value.forEach(item -> array.add(of(item)));
    return array;
  }

  private static ObjectNode object(JsonNode value) {
    ObjectNode object = Json.object();
    value.properties().forEach(field -> object.set(of(field.getKey()), of(field.getValue())));
    return object;
  }

  private static boolean isWhole(JsonNode value) {
    if (value.isTextual()) {
      return isWhole(value.textValue());
    }
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        if (!isWhole(field.getKey()) || !isWhole(field.getValue())) {
          return false;
        }
      }
    }
    if (value.isArray()) {
      for (JsonNode item : value) {
        if (!isWhole(item)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isWhole(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (Character.isSurrogate(text.charAt(at))) {
        if (!isPair(text, at)) {
          return false;
        }
        at++;
      }
    }
    return true;
  }

  private static boolean isPair(String text, int at) {
    return at + 1 < text.length()
        && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
  }
}
