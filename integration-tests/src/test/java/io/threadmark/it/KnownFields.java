package io.threadmark.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Finds fields that a document does not know, where its schemas do not forbid them. */
final class KnownFields {
  private final JsonNode document;

  KnownFields(JsonNode document) {
    this.document = document;
  }

  /** Adds a fault for each field of a value that no schema names. */
  void check(String pointer, JsonNode value, String at, List<String> faults) {
    check(List.of(document.at(pointer)), value, at, faults);
  }

  private void check(List<JsonNode> schemas, JsonNode value, String at, List<String> faults) {
    List<JsonNode> parts = new ArrayList<>();
    schemas.forEach(schema -> expand(schema, parts));
    if (value.isArray()) {
      List<JsonNode> items =
          parts.stream().filter(p -> p.has("items")).map(p -> p.get("items")).toList();
      value.forEach(item -> check(items, item, at + "[]", faults));
    }
    boolean free = parts.stream().noneMatch(part -> part.has("properties"));
    if (!value.isObject() || free) {
      return; // any JSON, or a map
    }
    value
        .properties()
        .forEach(
            field -> {
              List<JsonNode> known =
                  parts.stream()
                      .map(part -> part.path("properties").path(field.getKey()))
                      .filter(JsonNode::isObject)
                      .toList();
              String path = at + "." + field.getKey();
              if (known.isEmpty()) {
                faults.add(path + " is not in the contract");
              } else {
                check(known, field.getValue(), path, faults);
              }
            });
  }

  /** The schema and those that it is made of. */
  private void expand(JsonNode schema, List<JsonNode> parts) {
    if (schema.has("$ref")) {
      expand(document.at(schema.get("$ref").asText().substring(1)), parts);
      return;
    }
    parts.add(schema);
    for (String composition : List.of("allOf", "oneOf", "anyOf")) {
      schema.path(composition).forEach(part -> expand(part, parts));
    }
  }
}
