package io.threadmark.gateway.event;

import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Texts;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.refusal.RequestRefused;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one item of a request: whose it is, what type it has, then what that type says. */
public final class EventReader {
  private static final Logger LOG = LoggerFactory.getLogger(EventReader.class);

  private final EventType only;
  private final String threadId;
  private final Arrival arrival;

  /**
   * @param only the type that the address takes; null where each item tells its own
   * @param threadId the thread that the address names, so that threads and messages may leave it
   *     out; null where they must name one
   */
  public EventReader(EventType only, String threadId, Arrival arrival) {
    this.only = only;
    this.threadId = threadId;
    this.arrival = arrival;
  }

  /**
   * Reads an item that is one event.
   *
   * @throws InvalidEvent where the item is at fault
   * @throws RequestRefused where the whole request must fail for it
   */
  public Event read(Json item, int index) throws InvalidEvent, RequestRefused {
    return guarded(() -> event(entry(item, index)));
  }

  /** Reads an item, from which more than one event may follow; it throws likewise. */
  void readInto(BatchBuilder batch, Json item, int index) throws InvalidEvent, RequestRefused {
    Entry entry = entry(item, index);
    if (type(entry.object()) == EventType.SPAN) {
      batch.add(guarded(() -> SpanReader.read(entry)));
    } else {
      batch.add(guarded(() -> event(entry)));
    }
  }

  /** What reads an entry. */
  @FunctionalInterface
  private interface Reading<T> {
    T read() throws InvalidEvent, RequestRefused;
  }

  private static <T> T guarded(Reading<T> reading) throws InvalidEvent, RequestRefused {
    try {
      return reading.read();
    } catch (RuntimeException e) {
      // Ours, and still no reason to lose its neighbours.
      LOG.error("an event cannot be read", e);
      throw InvalidEvent.field("", "cannot be read; the gateway's log says why");
    }
  }

  private Entry entry(Json item, int index) throws InvalidEvent, RequestRefused {
    if (!(item instanceof JsonObject object)) {
      throw InvalidEvent.field("", "an event must be an object, not " + item.described());
    }
    refuseOtherProject(object);
    refuseOpenTelemetry(object);
    return new Entry(object, index, arrival);
  }

  private Event event(Entry entry) throws InvalidEvent {
    return switch (type(entry.object())) {
      case TRACE -> TraceReader.read(entry);
      case MESSAGE -> MessageReader.read(entry, threadId);
      case FEEDBACK -> FeedbackReader.read(entry);
      case THREAD -> ThreadFactsReader.read(entry, threadId);
      case SPAN, ERASURE, PROJECT ->
          throw new IllegalStateException("no address has one event of that type");
    };
  }

  /** A client that names another project than its own must not get part of its request stored. */
  private void refuseOtherProject(JsonObject object) throws InvalidEvent, RequestRefused {
    Json given = object.members().get("project_id");
    boolean silent = given == null || given == Json.JsonNull.NULL;
    if (!silent && !Texts.of(given, "project_id").equals(arrival.project())) {
      throw new RequestRefused(
          ErrorCode.WRONG_PROJECT, "project_id", "is not the project that this request is for");
    }
  }

  private static void refuseOpenTelemetry(JsonObject object) throws RequestRefused {
    if (object.members().containsKey("resourceSpans")
        || object.members().containsKey("resource_spans")) {
      throw new RequestRefused(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE, "OpenTelemetry traces (OTLP) go to POST /v1/traces");
    }
  }

  private EventType type(JsonObject object) throws InvalidEvent {
    Json given = object.members().get("type");
    if (given == null || given == Json.JsonNull.NULL) {
      if (only == null) {
        throw new InvalidEvent(
            ErrorCode.MISSING_FIELD, "type", "is required: one of " + EventType.WORDS);
      }
      return only;
    }
    Optional<EventType> type = EventType.of(Texts.of(given, "type"));
    if (only == null) {
      return type.orElseThrow(
          () -> InvalidEvent.field("type", "must be one of " + EventType.WORDS));
    }
    boolean nameOfFeedback = only == EventType.FEEDBACK && type.isEmpty();
    if (type.orElse(null) != only && !nameOfFeedback) {
      throw InvalidEvent.field(
          "type",
          "must be " + only.word() + " at this address; POST /api/v1/events takes every type");
    }
    return only;
  }
}
