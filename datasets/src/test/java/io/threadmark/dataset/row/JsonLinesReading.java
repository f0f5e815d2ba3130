package io.threadmark.dataset.row;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.dataset.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Reads rows back from JSON lines. */
final class JsonLinesReading {
  private JsonLinesReading() {}

  static List<JsonNode> rows(byte[] bytes) {
    return Stream.of(new String(bytes, StandardCharsets.UTF_8).split("\n", -1))
        .filter(line -> !line.isEmpty())
        .map(Json::read)
        .toList();
  }
}
