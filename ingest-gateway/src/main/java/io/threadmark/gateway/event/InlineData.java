package io.threadmark.gateway.event;

import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonList;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.schema.Limits;
import java.util.Map;

/**
 * Bounds what stands inline in content as a {@code data:} URL (RFC 2397), such as the image of an
 * {@code image_url}. Conversations are read by people and by models that fetch what is referred to;
 * large data has its place elsewhere.
 */
final class InlineData {
  private static final String SCHEME = "data:";

  private InlineData() {}

  static void check(Json content, String path) throws InvalidEvent {
    if (content instanceof JsonText text) {
      if (text.value().length() > Limits.INLINE_CHARS && text.value().startsWith(SCHEME)) {
        throw InvalidEvent.field(
            path,
            "has inline data of more than "
                + Limits.INLINE_CHARS
                + " characters; refer to it by its address");
      }
    } else if (content instanceof JsonList list) {
      for (int i = 0; i < list.items().size(); i++) {
        check(list.items().get(i), path + "[" + i + "]");
      }
    } else if (content instanceof JsonObject object) {
      for (Map.Entry<String, Json> member : object.members().entrySet()) {
        check(member.getValue(), path + "." + member.getKey());
      }
    }
  }
}
