package io.threadmark.gateway.json;

import io.threadmark.gateway.json.Json.JsonText;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.schema.Limits;

/** The rules that texts of an event keep. Each takes the path by which a fault is told. */
public final class Texts {
  private Texts() {}

  public static String of(Json value, String path) throws InvalidEvent {
    if (value instanceof JsonText text) {
      return text.value();
    }
    throw InvalidEvent.field(path, "must be a string, not " + value.described());
  }

  public static String atMost(String text, int maxBytes, String path) throws InvalidEvent {
    // A char is at most three bytes, so most texts need no count.
    if (text.length() > maxBytes / 3 && Utf8.length(text) > maxBytes) {
      throw InvalidEvent.field(path, "must have at most " + maxBytes + " bytes of UTF-8");
    }
    return text;
  }

  /** A short text that names something: not empty, no control characters. */
  public static String label(String text, int maxBytes, String path) throws InvalidEvent {
    if (text.isEmpty()) {
      throw InvalidEvent.field(path, "must not be empty");
    }
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        throw InvalidEvent.field(path, "must have no control characters");
      }
    }
    return atMost(text, maxBytes, path);
  }

  /** An id: what stands in keys and in paths of addresses. */
  public static String id(String text, String path) throws InvalidEvent {
    if (text.equals(".") || text.equals("..")) {
      throw InvalidEvent.field(path, "must not be . or ..");
    }
    return label(text, Limits.ID_BYTES, path);
  }
}
