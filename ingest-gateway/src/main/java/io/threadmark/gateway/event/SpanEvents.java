package io.threadmark.gateway.event;

import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.span.SpanData;
import java.util.List;

/**
 * Makes the events that follow from a span, at whatever door it came: the span itself, and what it
 * says of its trace.
 */
public final class SpanEvents {
  private SpanEvents() {}

  /**
   * The events of a span that comes alone; the span itself is the first of them.
   *
   * @param index its place in the request
   * @throws InvalidEvent where it is refused, and so nothing of it is to be published
   */
  public static List<Event> of(SpanData span, int index, Arrival arrival) throws InvalidEvent {
    Entry entry = new Entry(null, index, arrival);
    SpanTimes times = SpanTimes.of(span, arrival);
    return List.of(SpanRecord.event(span, times, entry), SpanFacts.event(span, times, entry));
  }
}
