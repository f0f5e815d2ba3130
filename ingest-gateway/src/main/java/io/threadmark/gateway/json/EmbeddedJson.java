package io.threadmark.gateway.json;

import io.threadmark.gateway.json.Json.JsonText;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.refusal.RequestRefused;
import java.nio.charset.StandardCharsets;

/** JSON that stands in a text, as where only texts can be written. */
public final class EmbeddedJson {
  private EmbeddedJson() {}

  /** The list or object that a text spells; any other value, and any other text, as it is. */
  public static Json structure(Json value) {
    return value instanceof JsonText text && (begins(text, '{') || begins(text, '['))
        ? parsed(text)
        : value;
  }

  /** The list, object or text that a text spells; any other value, and any other text, as it is. */
  public static Json structureOrText(Json value) {
    return value instanceof JsonText text && begins(text, '"') ? parsed(text) : structure(value);
  }

  private static boolean begins(JsonText text, char first) {
    String value = text.value();
    int start = 0;
    while (start < value.length() && value.charAt(start) <= ' ') {
      start++;
    }
    return start < value.length() && value.charAt(start) == first;
  }

  private static Json parsed(JsonText text) {
    byte[] bytes = text.value().getBytes(StandardCharsets.UTF_8);
    try {
      return JsonTree.of(bytes, 0, bytes.length);
    } catch (RequestRefused | InvalidEvent e) {
      return text; // a text that only looks like JSON, or that no event may have
    }
  }
}
