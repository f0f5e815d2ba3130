package io.threadmark.it;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.testkit.Api;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The conversations that {@code dev --demo} replays. */
final class SampleConversations {
  private static final Instant START = Instant.parse("2026-02-01T00:00:00Z");

  private SampleConversations() {}

  /** The events of the file, their times made absolute. */
  static List<ObjectNode> events() throws IOException {
    List<ObjectNode> events = new ArrayList<>();
    try (InputStream file =
        SampleConversations.class.getResourceAsStream("/demo/conversations.ndjson")) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.split("\n", -1)) {
        if (!line.isBlank()) {
          ObjectNode event = (ObjectNode) Api.JSON.readTree(line);
          for (String field : List.of("timestamp", "start_time", "end_time")) {
            if (event.has(field)) {
              event.put(field, absolute(event.get(field).asText()));
            }
          }
          events.add(event);
        }
      }
    }
    return events;
  }

  private static String absolute(String relative) {
    BigDecimal seconds = new BigDecimal(relative.substring(1, relative.length() - 1));
    return START.plusMillis(seconds.movePointRight(3).longValueExact()).toString();
  }
}
