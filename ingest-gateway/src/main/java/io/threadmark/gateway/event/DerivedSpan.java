package io.threadmark.gateway.event;

import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.span.Attributes;
import io.threadmark.gateway.span.SpanData;
import io.threadmark.gateway.span.SpanTurns;
import io.threadmark.gateway.span.SpanTurns.Placed;
import java.util.ArrayList;
import java.util.List;

/**
 * What follows from a span; all but the messages, for which it may still be open which thread they
 * are in. Of the span's own JSON it holds no more than its turns.
 *
 * @param traceId of the span
 * @param threadId the thread that the span names; null for none
 * @param isRoot whether the span's word on the thread stands above that of others
 * @param startNanos when the span began
 * @param events the span itself, and all that is in no thread
 */
record DerivedSpan(
    String traceId,
    String spanId,
    String threadId,
    boolean isRoot,
    long startNanos,
    List<Event> events,
    SpanMessages messages) {

  /**
   * Takes a span apart.
   *
   * @throws InvalidEvent where it is refused
   */
  static DerivedSpan of(SpanData span, Entry entry) throws InvalidEvent {
    SpanTimes times = SpanTimes.of(span, entry.arrival());
    Attributes attributes = Attributes.of(span);
    List<Placed> turns = SpanTurns.of(attributes);
    List<Event> events = new ArrayList<>();
    events.add(SpanRecord.event(attributes, times, entry));
    if (!SpanFeedback.isCarrier(attributes)) {
      events.add(SpanFacts.event(attributes, turns, times, entry));
    }
    events.addAll(SpanFeedback.events(attributes, times, entry));
    return new DerivedSpan(
        span.traceId(),
        span.spanId(),
        SpanNames.thread(attributes),
        span.isRoot(),
        span.startNanos(),
        events,
        new SpanMessages(
            turns, span.traceId(), span.spanId(), times, SpanNames.user(attributes), entry));
  }

  /**
   * All events that follow from the span.
   *
   * @param inThread where its messages are; null where that is not known, so that there are none
   */
  List<Event> events(String inThread) throws InvalidEvent {
    if (inThread == null) {
      return events;
    }
    List<Event> all = new ArrayList<>(events);
    all.addAll(messages.in(inThread));
    return all;
  }
}
