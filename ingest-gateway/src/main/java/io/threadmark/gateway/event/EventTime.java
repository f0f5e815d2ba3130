package io.threadmark.gateway.event;

import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonNumber;
import io.threadmark.gateway.json.Json.JsonText;
import io.threadmark.gateway.json.Numbers;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.schema.rule.TimeRule;
import io.threadmark.schema.rule.TimeRule.NoTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The times of events; see {@link TimeRule}. */
final class EventTime {
  private EventTime() {}

  /** Reads a time that is not after the latest that it may be. */
  static Instant read(Json value, Instant latest, String path) throws InvalidEvent {
    return bounded(unbounded(value, path), latest, path);
  }

  /** A time that is not before the earliest, nor after the latest, that it may be. */
  static Instant bounded(Instant time, Instant latest, String path) throws InvalidEvent {
    if (time.isBefore(TimeRule.EARLIEST)) {
      throw InvalidEvent.field(
          path, "must not be before " + TimeRule.EARLIEST + "; a number is milliseconds");
    }
    if (time.isAfter(latest)) {
      throw InvalidEvent.field(
          path, "must not be after " + latest.truncatedTo(ChronoUnit.SECONDS) + ", by this clock");
    }
    return time;
  }

  private static Instant unbounded(Json value, String path) throws InvalidEvent {
    try {
      if (value instanceof JsonText text) {
        return TimeRule.read(text.value());
      }
      if (value instanceof JsonNumber number) {
        return TimeRule.read(Numbers.exact(number));
      }
      throw TimeRule.noTime();
    } catch (NoTimeException e) {
      throw InvalidEvent.field(path, e.getMessage());
    }
  }
}
