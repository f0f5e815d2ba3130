package io.threadmark.gateway.event;

import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.Erasure;
import io.threadmark.schema.Key;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A command to erase what an address names. */
public final class ErasureCommand {
  private static final String TIMESTAMP = "timestamp";

  private ErasureCommand() {}

  /**
   * The event that commands it.
   *
   * @param kind what the id names
   * @param id the id, as the address has it
   * @param timestamp when it was asked for, as the {@code timestamp} of feedback; null for now
   */
  public static EventBatch of(
      ErasureSubject.Kind kind, String id, String timestamp, Arrival arrival)
      throws RequestRefused {
    try {
      ErasureSubject subject = ErasureSubject.named(kind, id);
      return new EventBatch(List.of(event(subject, timestamp, arrival)), List.of());
    } catch (InvalidEvent e) {
      throw e.asRefusal();
    }
  }

  private static Event event(ErasureSubject subject, String timestamp, Arrival arrival)
      throws InvalidEvent {
    Entry entry = new Entry(members(timestamp), 0, arrival);
    Fields fields = Fields.of(entry.object(), "", Set.of(TIMESTAMP));
    Erasure erasure = new Erasure();
    erasure.setProjectId(entry.project());
    erasure.setErasureId(erasureId(subject, arrival));
    erasure.setSubjectKind(subject.kind().word());
    erasure.setSubjectId(subject.id());
    erasure.setIngest(entry.ingest());
    erasure.setStamp(
        entry.stamp(fields.time(TIMESTAMP, entry.latestFeedback()), null, ContentHash.of(erasure)));
    return new Event(
        0, EventType.ERASURE, Key.erasure(entry.project(), erasure.getErasureId()), erasure, null);
  }

  /**
   * The id follows from the subject too. Commands are kept by their id, so a client that uses one
   * idempotency key for two subjects would replace the first command by the second.
   */
  private static String erasureId(ErasureSubject subject, Arrival arrival) {
    return arrival.ids().about(subject.kind().word() + "/" + subject.id()).of(0);
  }

  private static JsonObject members(String timestamp) {
    return new JsonObject(
        timestamp == null ? Map.of() : Map.of(TIMESTAMP, Parameter.asJson(timestamp)));
  }
}
