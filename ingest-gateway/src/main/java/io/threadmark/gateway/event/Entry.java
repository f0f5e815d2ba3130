package io.threadmark.gateway.event;

import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.schema.Ingest;
import io.threadmark.schema.Stamp;
import io.threadmark.schema.rule.TimeRule;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One item of a request that is to become an event.
 *
 * @param object its JSON
 * @param index its place in the request
 * @param arrival how the request came in
 */
public record Entry(JsonObject object, int index, Arrival arrival) {

  String project() {
    return arrival.project();
  }

  /** The id that the client gave, else one that the gateway makes. */
  String idOr(String given) {
    return given != null ? given : arrival.ids().of(index);
  }

  /** The latest time that a fact may have. */
  Instant latest() {
    return arrival.receivedAt().plus(TimeRule.AHEAD);
  }

  /** The latest time that feedback may have. */
  Instant latestFeedback() {
    return arrival.receivedAt().plus(TimeRule.FEEDBACK_AHEAD);
  }

  /** What the project says of feedback of that name. */
  FeedbackRule rule(String feedbackName) throws InvalidEvent {
    return arrival.rules().of(feedbackName);
  }

  Ingest ingest() {
    return new Ingest(arrival.receivedAt(), arrival.door());
  }

  /**
   * The stamp of the event; the gateway's clock stands in for a time that was not given.
   *
   * @throws InvalidEvent where it is older than what is kept
   */
  Stamp stamp(Instant time, Long revision, ByteBuffer contentHash) throws InvalidEvent {
    if (time != null && time.isBefore(arrival.keptFrom())) {
      throw InvalidEvent.field(
          "timestamp",
          "must not be before "
              + arrival.keptFrom().truncatedTo(ChronoUnit.SECONDS)
              + ", as what is older is not kept");
    }
    return new Stamp(
        time != null ? time : arrival.timeOf(index), revision != null ? revision : 0L, contentHash);
  }
}
