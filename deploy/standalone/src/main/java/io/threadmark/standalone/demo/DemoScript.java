package io.threadmark.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The sample conversations, in the order in which they arrive. */
final class DemoScript {
  private static final String RESOURCE = "/demo/conversations.ndjson";
  private static final List<String> TIMES = List.of("timestamp", "start_time", "end_time");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<ObjectNode> events;

  /** A script of events as the API takes them, except that their times are relative. */
  DemoScript(List<ObjectNode> events) {
    this.events = events;
  }

  /** The one that comes with this module. */
  static DemoScript load() {
    List<ObjectNode> events = new ArrayList<>();
    try (InputStream in = DemoScript.class.getResourceAsStream(RESOURCE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        events.add((ObjectNode) JSON.readTree(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new DemoScript(events);
  }

  int size() {
    return events.size();
  }

  /** From the start of its time line to its latest event. */
  Duration span() {
    return events.stream()
        .flatMap(DemoScript::times)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** The events as JSON text, with its time line beginning at an instant. */
  List<String> startingAt(Instant base) {
    return events.stream().map(event -> absolute(event, base).toString()).toList();
  }

  /** A piece of feedback whose trace never comes, so that it stays pending. */
  Optional<String> unmatchedFeedback() {
    Set<String> known = new HashSet<>();
    events.stream()
        .filter(event -> event.path("type").asText().equals("trace"))
        .flatMap(DemoScript::refs)
        .forEach(known::add);
    return events.stream()
        .filter(event -> event.path("type").asText().equals("feedback"))
        .filter(event -> refs(event).findAny().isPresent())
        .filter(event -> refs(event).noneMatch(known::contains))
        .map(event -> event.path("feedback_id").asText())
        .findFirst();
  }

  private static Stream<String> refs(ObjectNode event) {
    return Stream.of("trace_id", "client_request_id")
        .filter(event::hasNonNull)
        .map(field -> field + "=" + event.path(field).asText());
  }

  private static Stream<Duration> times(ObjectNode event) {
    return TIMES.stream()
        .filter(event::hasNonNull)
        .map(field -> RelativeTime.parse(event.path(field).asText()));
  }

  private static ObjectNode absolute(ObjectNode event, Instant base) {
    ObjectNode copy = event.deepCopy();
    for (String field : TIMES) {
      JsonNode relative = copy.path(field);
      if (relative.isTextual()) {
        copy.put(field, base.plus(RelativeTime.parse(relative.asText())).toString());
      }
    }
    return copy;
  }
}
