package io.threadmark.dataset.turn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.schema.Content;
import java.util.ArrayList;
import java.util.List;

/**
 * What a turn says: text, or parts of which some are no text.
 *
 * @param text null where there are parts; empty where nothing is said
 * @param parts null where there is text
 */
public record Body(String text, ArrayNode parts) {
  public static final Body NONE = new Body("", null);

  public static Body ofText(String text) {
    return new Body(text == null ? "" : text, null);
  }

  static Body of(Content content) {
    if (content == null) {
      return NONE;
    }
    return content.getText() != null ? ofText(content.getText()) : ofJson(content.getJson());
  }

  static Body ofJson(String json) {
    JsonNode value = Json.read(json);
    return value.isMissingNode() ? ofText(json) : ofValue(value);
  }

  /** JSON that is no list of parts (what a tool answered, a structured output) is text. */
  static Body ofValue(JsonNode value) {
    if (value.isTextual()) {
      return ofText(value.textValue());
    }
    if (value.isNull() || value.isMissingNode()) {
      return NONE;
    }
    if (!isParts(value)) {
      return ofText(Json.text(value));
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode part : value) {
      if (part.path("text").isTextual() && part.path("type").textValue().endsWith("text")) {
        texts.add(part.path("text").textValue());
      }
    }
    return texts.size() == value.size()
        ? ofText(String.join("\n", texts))
        : new Body(null, (ArrayNode) value);
  }

  public boolean isText() {
    return text != null;
  }

  public boolean isEmpty() {
    return isText() && text.isBlank();
  }

  /** For comparing: the text, or the JSON of the parts. */
  public String comparable() {
    return isText() ? text : Json.text(parts);
  }

  private static boolean isParts(JsonNode value) {
    if (!value.isArray() || value.isEmpty()) {
      return false;
    }
    for (JsonNode part : value) {
      if (!part.path("type").isTextual()) {
        return false;
      }
    }
    return true;
  }
}
