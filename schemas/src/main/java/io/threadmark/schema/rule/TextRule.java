package io.threadmark.schema.rule;

import io.threadmark.schema.Limits;
import java.nio.charset.StandardCharsets;

/**
 * What ids and other short texts must keep, wherever they come in. Each rule tells what is wrong
 * with a text, as the words behind the name of the field; null where nothing is.
 */
public final class TextRule {
  private TextRule() {}

  /** What stands in keys and in paths of addresses: projects, threads, traces, users… */
  public static String ofId(String id) {
    return id.equals(".") || id.equals("..") ? "must not be . or .." : ofName(id, Limits.ID_BYTES);
  }

  /** What names something: not empty, no control characters, at most so many bytes of UTF-8. */
  public static String ofName(String text, int maxBytes) {
    if (text.isEmpty()) {
      return "must not be empty";
    }
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return "must have no control characters";
      }
    }
    return ofLength(text, maxBytes);
  }

  /** Any text of at most so many bytes of UTF-8. */
  public static String ofLength(String text, int maxBytes) {
    // A char is at most three bytes, so most texts need no count.
    return text.length() > maxBytes / 3 && bytes(text) > maxBytes
        ? "must have at most " + maxBytes + " bytes of UTF-8"
        : null;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
