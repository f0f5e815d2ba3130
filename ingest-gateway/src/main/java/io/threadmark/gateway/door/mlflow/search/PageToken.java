package io.threadmark.gateway.door.mlflow.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.threadmark.gateway.refusal.InvalidEvent;
import java.util.Base64;

/**
 * Where a search goes on.
 *
 * @param cursor of the list; empty for its beginning
 * @param skip rows behind it that were looked at already
 */
public record PageToken(String cursor, int skip) {
  public static final PageToken START = new PageToken("", 0);

  /**
   * A token as a client sends it back.
   *
   * @param text null or empty for the beginning
   */
  public static PageToken read(String text) throws InvalidEvent {
    if (text == null || text.isEmpty()) {
      return START;
    }
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), UTF_8);
      int colon = plain.indexOf(':');
      if (colon > 0) {
        int skip = Integer.parseInt(plain.substring(0, colon));
        if (skip >= 0) {
          return new PageToken(plain.substring(colon + 1), skip);
        }
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw InvalidEvent.field("page_token", "must be the next_page_token of the page before");
  }

  public String written() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((skip + ":" + cursor).getBytes(UTF_8));
  }
}
