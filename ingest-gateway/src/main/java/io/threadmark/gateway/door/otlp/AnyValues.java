package io.threadmark.gateway.door.otlp;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonBoolean;
import io.threadmark.gateway.json.Json.JsonList;
import io.threadmark.gateway.json.Json.JsonNull;
import io.threadmark.gateway.json.Json.JsonNumber;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Attributes as JSON. Bytes become base64, and numbers that JSON has not, text. */
final class AnyValues {
  private AnyValues() {}

  /** Attributes as an object; of two with one key, which nobody should send, the last stands. */
  static JsonObject object(List<KeyValue> attributes) {
    Map<String, Json> members = new LinkedHashMap<>();
    for (KeyValue attribute : attributes) {
      members.put(attribute.getKey(), json(attribute.getValue()));
    }
    return new JsonObject(members);
  }

  private static Json json(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> new JsonText(value.getStringValue());
      case BOOL_VALUE -> new JsonBoolean(value.getBoolValue());
      case INT_VALUE -> new JsonNumber(Long.toString(value.getIntValue()));
      case DOUBLE_VALUE -> number(value.getDoubleValue());
      case BYTES_VALUE ->
          new JsonText(Base64.getEncoder().encodeToString(value.getBytesValue().toByteArray()));
      case ARRAY_VALUE -> list(value.getArrayValue().getValuesList());
      case KVLIST_VALUE -> object(value.getKvlistValue().getValuesList());
      default -> JsonNull.NULL; // nothing, or what a later version of the protocol has
    };
  }

  private static Json number(double value) {
    String text = Double.toString(value);
    return Double.isFinite(value) ? new JsonNumber(text) : new JsonText(text);
  }

  private static Json list(List<AnyValue> values) {
    List<Json> items = new ArrayList<>(values.size());
    values.forEach(value -> items.add(json(value)));
    return new JsonList(items);
  }
}
