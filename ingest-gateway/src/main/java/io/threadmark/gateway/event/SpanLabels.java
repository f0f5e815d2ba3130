package io.threadmark.gateway.event;

import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonBoolean;
import io.threadmark.gateway.json.Json.JsonList;
import io.threadmark.gateway.json.Json.JsonNull;
import io.threadmark.gateway.json.Json.JsonNumber;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import io.threadmark.gateway.json.Utf8;
import io.threadmark.gateway.span.Attributes;
import io.threadmark.gateway.span.Meaning;
import io.threadmark.schema.Limits;
import io.threadmark.schema.Trace;
import io.threadmark.schema.rule.TextRule;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The tags and metadata that a span gives its trace. */
final class SpanLabels {
  /** Properties of Traceloop's that have a meaning of their own. */
  private static final Set<String> NO_TAGS =
      Set.of("session_id", "thread_id", "conversation_id", "user_id");

  private static final int METADATA_BYTES = 256 * 1024;

  private SpanLabels() {}

  static Map<String, String> tags(Attributes attributes) {
    Map<String, String> tags = new HashMap<>();
    add(tags, "service.name", attributes.text(Meaning.SERVICE));
    add(tags, "service.version", attributes.text(Meaning.VERSION));
    add(tags, "deployment.environment", attributes.text(Meaning.ENVIRONMENT));
    Json given = attributes.value(Meaning.TAGS);
    if (given instanceof JsonObject object) {
      texts(object).forEach((key, value) -> add(tags, key, value, object));
    } else if (given instanceof JsonList list) {
      list.items().forEach(word -> addWord(tags, word));
    } else if (given instanceof JsonText) {
      addWord(tags, given);
    }
    NO_TAGS.forEach(tags::remove);
    return tags;
  }

  private static void addWord(Map<String, String> tags, Json word) {
    if (word instanceof JsonText text) {
      add(tags, text.value(), "true");
    }
  }

  private static void add(Map<String, String> tags, String key, String value) {
    if (value != null && TextRule.ofName(key, Limits.NAME_BYTES) == null) {
      put(tags, key, Cut.text(value, Limits.TAG_VALUE_BYTES));
    }
  }

  /** A null removes the tag, where the application itself says so. */
  private static void add(Map<String, String> tags, String key, String value, JsonObject given) {
    if (value != null || given.members().get(key) == JsonNull.NULL) {
      put(tags, key, Cut.text(value, Limits.TAG_VALUE_BYTES));
    }
  }

  private static void put(Map<String, String> tags, String key, String value) {
    if (tags.size() < Limits.TAGS || tags.containsKey(key)) {
      tags.put(key, value);
    }
  }

  /** The members of an object that are short texts, or become such; nulls stay. */
  static Map<String, String> texts(JsonObject object) {
    Map<String, String> texts = new HashMap<>();
    object
        .members()
        .forEach(
            (key, value) -> {
              boolean isSimple =
                  value instanceof JsonText
                      || value instanceof JsonNumber
                      || value instanceof JsonBoolean
                      || value == JsonNull.NULL;
              if (isSimple && TextRule.ofName(key, Limits.NAME_BYTES) == null) {
                texts.put(key, text(value));
              }
            });
    return texts;
  }

  private static String text(Json value) {
    if (value instanceof JsonNumber number) {
      return number.text();
    }
    if (value instanceof JsonBoolean bool) {
      return Boolean.toString(bool.value());
    }
    return value instanceof JsonText text ? text.value() : null;
  }

  static Map<String, String> metadata(Attributes attributes) {
    Map<String, String> metadata = new HashMap<>();
    add(metadata, attributes.value(Meaning.TRACE_METADATA));
    if (attributes.span().isRoot()) {
      add(metadata, attributes.value(Meaning.METADATA));
    }
    return metadata;
  }

  private static void add(Map<String, String> metadata, Json given) {
    if (!(given instanceof JsonObject object)) {
      return;
    }
    long left = METADATA_BYTES;
    for (Map.Entry<String, Json> entry : object.members().entrySet()) {
      if (TextRule.ofName(entry.getKey(), Limits.NAME_BYTES) == null) {
        Json value = entry.getValue();
        String json = value == JsonNull.NULL ? null : Cut.json(value, Limits.METADATA_VALUE_BYTES);
        left -= json == null ? 0 : Utf8.length(json);
        if (left < 0 || metadata.size() == Limits.METADATA) {
          return;
        }
        metadata.put(entry.getKey(), json);
      }
    }
  }

  /** Bytes of the tags and metadata of a trace. */
  static long bytes(Trace trace) {
    return bytes(trace.getTags()) + bytes(trace.getMetadata());
  }

  private static long bytes(Map<String, String> entries) {
    return entries.entrySet().stream()
        .mapToLong(
            entry ->
                Utf8.length(entry.getKey())
                    + (entry.getValue() == null ? 0 : Utf8.length(entry.getValue())))
        .sum();
  }
}
