package io.threadmark.gateway.json;

import io.threadmark.gateway.json.Json.JsonText;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.schema.rule.TextRule;

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
    return keeping(TextRule.ofLength(text, maxBytes), text, path);
  }

  /** A short text that names something: not empty, no control characters. */
  public static String label(String text, int maxBytes, String path) throws InvalidEvent {
    return keeping(TextRule.ofName(text, maxBytes), text, path);
  }

  /** An id: what stands in keys and in paths of addresses. */
  public static String id(String text, String path) throws InvalidEvent {
    return keeping(TextRule.ofId(text), text, path);
  }

  private static String keeping(String problem, String text, String path) throws InvalidEvent {
    if (problem != null) {
      throw InvalidEvent.field(path, problem);
    }
    return text;
  }
}
