package io.threadmark.gateway.event;

import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.span.Attributes;
import io.threadmark.gateway.span.Meaning;
import io.threadmark.schema.TraceId;
import io.threadmark.schema.User;
import io.threadmark.schema.rule.TextRule;
import java.util.HashMap;
import java.util.Map;

/**
 * The ids that attributes of a span name. One that breaks the rules of ids is passed over: it stays
 * in the span, and cut it would name something else.
 */
final class SpanNames {
  private SpanNames() {}

  /** The id, if it may be one; else null. */
  static String id(String given) {
    return given != null && TextRule.ofId(given) == null ? given : null;
  }

  /** The thread; null where none is named. */
  static String thread(Attributes attributes) {
    String id = id(attributes.text(Meaning.THREAD));
    return id != null && id.startsWith(TraceId.OWN_THREAD_PREFIX) ? null : id;
  }

  /** The user; null where nothing is said of one. */
  static User user(Attributes attributes) {
    String id = id(attributes.text(Meaning.USER));
    String name = Cut.name(attributes.text(Meaning.USER_NAME));
    String email = Cut.name(attributes.text(Meaning.USER_EMAIL));
    Map<String, String> segments =
        attributes.value(Meaning.USER_SEGMENTS) instanceof JsonObject object
            ? SpanLabels.texts(object)
            : new HashMap<>();
    boolean silent = id == null && name == null && email == null && segments.isEmpty();
    return silent ? null : new User(id, name, email, segments);
  }
}
