package io.threadmark.gateway.event;

import io.threadmark.gateway.json.CanonicalJson;
import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonList;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import io.threadmark.gateway.json.Utf8;
import io.threadmark.schema.Content;
import io.threadmark.schema.Limits;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts what a span says to what an event may have. Whoever exports spans cannot be asked to send
 * them otherwise, so that a long text costs its end and never the span; a mark tells it.
 */
final class Cut {
  private static final String SHORT_MARK = "…";

  /** Room for the mark of a long text. */
  private static final int MARK_BYTES = 64;

  private Cut() {}

  /** A short text that names something. */
  static String name(String name) {
    return name == null ? null : cut(name, Limits.NAME_BYTES, SHORT_MARK);
  }

  /** A text of at most so many bytes. */
  static String text(String text, int maxBytes) {
    if (text == null || fits(text, maxBytes)) {
      return text;
    }
    String mark = "… [cut, of " + Utf8.length(text) + " bytes]";
    return cut(text, Math.max(maxBytes, MARK_BYTES), mark);
  }

  /** Content of at most so many bytes; JSON that has more becomes the beginning of its text. */
  static Content content(Json value, int maxBytes) {
    Content content = SharedFields.content(value);
    if (content == null) {
      return null;
    }
    if (content.getJson() == null) {
      return new Content(text(content.getText(), maxBytes), null);
    }
    if (fits(content.getJson(), maxBytes)) {
      return content;
    }
    String shorter = CanonicalJson.of(texts(value, Limits.INLINE_CHARS));
    return fits(shorter, maxBytes)
        ? new Content(null, shorter)
        : new Content(text(shorter, maxBytes), null);
  }

  /** JSON text of at most so many bytes; what has more becomes the beginning of it, as a text. */
  static String json(Json value, int maxBytes) {
    String json = CanonicalJson.of(value);
    if (fits(json, maxBytes)) {
      return json;
    }
    // Of a text in JSON each character may take six bytes.
    String begin = value instanceof JsonText text ? text.value() : json;
    int most = maxBytes;
    String shorter;
    do {
      most /= 2;
      shorter = CanonicalJson.of(new JsonText(text(begin, most)));
    } while (!fits(shorter, maxBytes) && most > MARK_BYTES);
    return shorter;
  }

  /** The same value, each text in it of at most so many bytes. */
  static Json texts(Json value, int maxBytes) {
    if (value instanceof JsonText text) {
      return fits(text.value(), maxBytes) ? text : new JsonText(text(text.value(), maxBytes));
    }
    if (value instanceof JsonList list) {
      List<Json> items = new ArrayList<>(list.items().size());
      list.items().forEach(item -> items.add(texts(item, maxBytes)));
      return new JsonList(items);
    }
    if (value instanceof JsonObject object) {
      Map<String, Json> members = new LinkedHashMap<>();
      object.members().forEach((name, member) -> members.put(name, texts(member, maxBytes)));
      return new JsonObject(members);
    }
    return value;
  }

  static boolean fits(String text, int maxBytes) {
    // A char is at most three bytes, so most texts need no count.
    return text.length() <= maxBytes / 3 || Utf8.length(text) <= maxBytes;
  }

  private static String cut(String text, int maxBytes, String mark) {
    if (fits(text, maxBytes)) {
      return text;
    }
    CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    CharBuffer from = CharBuffer.wrap(text);
    ByteBuffer room = ByteBuffer.allocate(maxBytes - (int) Utf8.length(mark));
    encoder.encode(from, room, true); // stops before the character that has no room
    return text.substring(0, from.position()) + mark;
  }
}
