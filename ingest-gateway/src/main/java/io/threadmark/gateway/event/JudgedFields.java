package io.threadmark.gateway.event;

import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonNumber;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;

/** What OpenTelemetry and OpenInference say of a judgement, in the fields of feedback. */
final class JudgedFields {
  private JudgedFields() {}

  /** A score is the value, and the label beside it metadata; a label alone is the value. */
  static void put(
      Map<String, Json> members,
      JsonNumber score,
      String label,
      String explanation,
      JsonObject metadata) {
    Map<String, Json> further =
        new LinkedHashMap<>(metadata == null ? Map.of() : metadata.members());
    if (score != null) {
      members.put("value", score);
      if (label != null) {
        further.putIfAbsent("label", new JsonText(label));
      }
    } else if (label != null) {
      members.put("value", new JsonText(label));
      members.put("kind", new JsonText("CATEGORICAL"));
    }
    if (explanation != null) {
      members.put("rationale", new JsonText(explanation));
    }
    if (!further.isEmpty()) {
      members.put("metadata", new JsonObject(further));
    }
  }
}
