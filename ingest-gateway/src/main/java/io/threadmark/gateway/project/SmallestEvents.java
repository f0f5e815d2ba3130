package io.threadmark.gateway.project;

import io.threadmark.gateway.event.Arrival;
import io.threadmark.gateway.event.ErasureCommand;
import io.threadmark.gateway.event.ErasureSubject;
import io.threadmark.gateway.event.Event;
import io.threadmark.gateway.event.EventBodies;
import io.threadmark.gateway.event.EventType;
import io.threadmark.gateway.event.Ids;
import io.threadmark.gateway.refusal.RequestRefused;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Events that say as little as can be: they show whether a type of event can be written at all. */
public final class SmallestEvents {
  private static final String JSON =
      """
      [{"type":"trace","trace_id":"t"},
       {"type":"message","thread_id":"h","message_id":"m","role":"user"},
       {"type":"feedback","feedback_id":"f","trace_id":"t","value":true},
       {"type":"thread","thread_id":"h"},
       {"type":"span","trace_id":"t","span_id":"s","start_time":"2026-01-01T00:00:00Z"}]
      """;

  private SmallestEvents() {}

  /** One of each type. They are never published. */
  public static List<Event> oneOfEachType() {
    Arrival arrival = new Arrival("default", Instant.now(), "http", Ids.fresh());
    try {
      List<Event> events = new ArrayList<>();
      events.addAll(
          EventBodies.readJson(JSON.getBytes(StandardCharsets.UTF_8), null, arrival).events());
      events.addAll(ErasureCommand.of(ErasureSubject.Kind.THREAD, "h", null, arrival).events());
      byte[] unset = "{}".getBytes(StandardCharsets.UTF_8);
      events.add(ProjectSettings.read(unset, arrival.project(), arrival.receivedAt()));
      Set<EventType> seen = EnumSet.noneOf(EventType.class);
      return events.stream().filter(event -> seen.add(event.type())).toList();
    } catch (RequestRefused e) {
      throw new IllegalStateException(e);
    }
  }
}
