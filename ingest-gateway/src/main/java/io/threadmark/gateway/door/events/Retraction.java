package io.threadmark.gateway.door.events;

import io.threadmark.gateway.event.Arrival;
import io.threadmark.gateway.event.Entry;
import io.threadmark.gateway.event.Event;
import io.threadmark.gateway.event.EventBatch;
import io.threadmark.gateway.event.FeedbackReader;
import io.threadmark.gateway.event.Parameter;
import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonBoolean;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.refusal.RequestRefused;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Feedback that is taken back by its id alone. */
public final class Retraction {
  private Retraction() {}

  /**
   * The event that takes feedback back.
   *
   * @param feedbackId the feedback
   * @param timestamp when it was taken back, as an event's {@code timestamp}; null for now
   * @param revision as an event's {@code revision}; null for none
   */
  public static EventBatch of(String feedbackId, String timestamp, String revision, Arrival arrival)
      throws RequestRefused {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("feedback_id", new JsonText(feedbackId));
    members.put("retracted", new JsonBoolean(true));
    if (timestamp != null) {
      members.put("timestamp", Parameter.asJson(timestamp));
    }
    if (revision != null) {
      members.put("revision", Parameter.asJson(revision));
    }
    try {
      Event event = FeedbackReader.read(new Entry(new JsonObject(members), 0, arrival));
      return new EventBatch(List.of(event), List.of());
    } catch (InvalidEvent e) {
      throw e.asRefusal();
    }
  }
}
