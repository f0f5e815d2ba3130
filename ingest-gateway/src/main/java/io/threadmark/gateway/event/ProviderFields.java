package io.threadmark.gateway.event;

import io.threadmark.gateway.json.CanonicalJson;
import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonList;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import io.threadmark.gateway.json.Utf8;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.schema.Limits;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a message of OpenAI's has beside the fields of ours; nothing of it is lost. */
final class ProviderFields {
  private static final String REFUSAL = "refusal";
  private static final String FUNCTION_CALL = "function_call";

  static final Set<String> NAMES = Set.of(REFUSAL, FUNCTION_CALL, "annotations", "audio");

  private ProviderFields() {}

  /** Whether it says anything: an empty list or object does not. */
  private static boolean isSaid(Json value) {
    return value != null
        && !(value instanceof JsonList list && list.items().isEmpty())
        && !(value instanceof JsonObject object && object.members().isEmpty());
  }

  /**
   * What stands for content where there is none: the words in which a model refused.
   *
   * @return null where nothing does
   */
  static Json content(Fields fields) throws InvalidEvent {
    String refusal = fields.text(REFUSAL);
    boolean isThere = fields.any("content") != null || fields.any("content_json") != null;
    return refusal == null || isThere ? null : new JsonText(refusal);
  }

  /**
   * The calls of tools, of which {@code function_call} is the former name of a single one.
   *
   * @return their JSON; null where there are none
   */
  static String toolCalls(Fields fields) throws InvalidEvent {
    Json calls = fields.list("tool_calls") == null ? null : fields.any("tool_calls");
    Json call = fields.any(FUNCTION_CALL);
    if (!isSaid(call)) {
      return calls == null ? null : CanonicalJson.of(calls);
    }
    if (!(call instanceof JsonObject)) {
      throw fields.wrongType(FUNCTION_CALL, "an object", call);
    }
    if (isSaid(calls)) {
      throw new InvalidEvent(
          ErrorCode.CONFLICT, fields.at(FUNCTION_CALL), "must not stand beside tool_calls");
    }
    Json asTool = new JsonObject(Map.of("type", new JsonText("function"), "function", call));
    return CanonicalJson.of(new JsonList(List.of(asTool)));
  }

  /** Adds to metadata what has no field of ours. */
  static void addTo(Map<String, String> metadata, Fields fields) throws InvalidEvent {
    for (String name : List.of(REFUSAL, "annotations", "audio")) {
      Json value = fields.any(name);
      boolean isContent = name.equals(REFUSAL) && content(fields) != null;
      if (isSaid(value) && !isContent) {
        add(metadata, name, CanonicalJson.of(value), fields.at(name));
      }
    }
    if (metadata.size() > Limits.METADATA) {
      throw InvalidEvent.field(
          fields.at("metadata"), "has more than " + Limits.METADATA + " entries");
    }
  }

  private static void add(Map<String, String> metadata, String name, String json, String path)
      throws InvalidEvent {
    if (Utf8.length(json) > Limits.METADATA_VALUE_BYTES) {
      throw InvalidEvent.field(
          path,
          "is kept as metadata, which must have at most "
              + Limits.METADATA_VALUE_BYTES
              + " bytes of JSON");
    }
    String other = metadata.put(name, json);
    if (other != null && !other.equals(json)) {
      throw new InvalidEvent(ErrorCode.CONFLICT, path, "says something else than metadata");
    }
  }
}
