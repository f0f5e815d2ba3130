package io.threadmark.gateway.event;

import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.gateway.span.SpanData;
import io.threadmark.gateway.span.Spans;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Message;
import io.threadmark.schema.Micros;
import io.threadmark.schema.Span;
import io.threadmark.schema.Trace;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What follows from spans, by type; they all came an hour after they began. */
final class SpanDerivation {
  static final Arrival ARRIVAL =
      new Arrival(
          "p",
          Micros.toInstant(Spans.NOON / 1_000).plus(Duration.ofHours(1)),
          "otlp",
          index -> "made-" + index);

  private SpanDerivation() {}

  static List<Event> of(Spans... spans) {
    return batch(Stream.of(spans).map(Spans::data).toList()).events();
  }

  static EventBatch batch(List<SpanData> spans) {
    try {
      return SpanEvents.of(spans, ARRIVAL);
    } catch (RequestRefused e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  static List<Event> alone(SpanData span) {
    try {
      return SpanEvents.of(span, 0, ARRIVAL);
    } catch (InvalidEvent e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  static Span span(Spans span) {
    return (Span) of(span).get(0).value();
  }

  static Trace trace(Spans span) {
    return values(of(span), Trace.class).get(0);
  }

  static List<Message> messages(Spans... spans) {
    return values(of(spans), Message.class);
  }

  static List<Feedback> feedback(Spans... spans) {
    return values(of(spans), Feedback.class);
  }

  static <T> List<T> values(List<Event> events, Class<T> type) {
    return events.stream().map(Event::value).filter(type::isInstance).map(type::cast).toList();
  }
}
