package io.threadmark.gateway.event;

import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.gateway.span.SpanData;
import java.util.List;

/**
 * Makes the events that follow from spans, at whatever door they came: each span itself, what it
 * says of its trace, the turns and the judgements that it tells.
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
    DerivedSpan derived = DerivedSpan.of(span, new Entry(null, index, arrival));
    return derived.events(derived.threadId());
  }

  /**
   * The events of the spans of a request. Which thread a trace is in is mostly told by one of its
   * spans, and holds for the others of the request.
   *
   * @return of each span all events, or else one rejection; its place here is their index
   * @throws RequestRefused where more follows from them than one request may lead to
   */
  public static EventBatch of(List<SpanData> spans, Arrival arrival) throws RequestRefused {
    BatchBuilder batch = new BatchBuilder();
    for (SpanData span : spans) {
      int index = batch.nextIndex();
      try {
        batch.add(DerivedSpan.of(span, new Entry(null, index, arrival)));
      } catch (InvalidEvent e) {
        batch.add(e.at(index));
      }
    }
    return batch.build();
  }
}
