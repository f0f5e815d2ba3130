package io.threadmark.gateway.json;

import io.threadmark.gateway.json.Json.JsonBoolean;
import io.threadmark.gateway.json.Json.JsonList;
import io.threadmark.gateway.json.Json.JsonNumber;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Writes JSON in one spelling: no space, names in order (of UTF-16 units, as RFC 8785 has it), as
 * few escapes as can be, and numbers as the client wrote them. It is what records keep: were two
 * spellings of one value kept, they would have one content hash, and which of them stays would
 * depend on the order in which they came.
 */
public final class CanonicalJson {
  private static final String HEX = "0123456789abcdef";

  private CanonicalJson() {}

  public static String of(Json json) {
    return text(json, UnaryOperator.identity());
  }

  /** The same for values that are equal, also where their numbers are spelled in another way. */
  public static String byValue(Json json) {
    return text(json, CanonicalJson::numberByValue);
  }

  private static String numberByValue(String number) {
    try {
      return new BigDecimal(number).stripTrailingZeros().toString();
    } catch (NumberFormatException e) {
      return number; // an exponent that is out of range
    }
  }

  private static String text(Json json, UnaryOperator<String> numbers) {
    StringBuilder out = new StringBuilder();
    write(json, numbers, out);
    return out.toString();
  }

  private static void write(Json json, UnaryOperator<String> numbers, StringBuilder out) {
    if (json instanceof JsonText text) {
      writeText(text.value(), out);
    } else if (json instanceof JsonNumber number) {
      out.append(numbers.apply(number.text()));
    } else if (json instanceof JsonBoolean bool) {
      out.append(bool.value());
    } else if (json instanceof JsonList list) {
      writeList(list, numbers, out);
    } else if (json instanceof JsonObject object) {
      writeObject(object, numbers, out);
    } else {
      out.append("null");
    }
  }

  private static void writeList(JsonList list, UnaryOperator<String> numbers, StringBuilder out) {
    out.append('[');
    String between = "";
    for (Json item : list.items()) {
      out.append(between);
      write(item, numbers, out);
      between = ",";
    }
    out.append(']');
  }

  private static void writeObject(
      JsonObject object, UnaryOperator<String> numbers, StringBuilder out) {
    out.append('{');
    String between = "";
    for (Map.Entry<String, Json> member : new TreeMap<>(object.members()).entrySet()) {
      out.append(between);
      writeText(member.getKey(), out);
      out.append(':');
      write(member.getValue(), numbers, out);
      between = ",";
    }
    out.append('}');
  }

  private static void writeText(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        writeControl(c, out);
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  private static void writeControl(char c, StringBuilder out) {
    switch (c) {
      case '\b' -> out.append("\\b");
      case '\t' -> out.append("\\t");
      case '\n' -> out.append("\\n");
      case '\f' -> out.append("\\f");
      case '\r' -> out.append("\\r");
      default -> out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
    }
  }
}
