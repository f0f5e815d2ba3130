package io.threadmark.gateway.event;

import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.refusal.Rejection;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.Limits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Collects what becomes of the items of a request. What follows from spans is complete only when
 * all of them are there: one may say which thread the others are in.
 */
final class BatchBuilder {

  /** A valid item: a span, or else the one event that it is. */
  private record Item(int index, Event event, DerivedSpan span) {}

  private final List<Item> items = new ArrayList<>();
  private final List<Rejection> rejections = new ArrayList<>();
  private final SpanThreads threads = new SpanThreads();

  /** The place of the item that comes next. */
  int nextIndex() throws RequestRefused {
    int index = items.size() + rejections.size();
    if (index == Limits.EVENTS) {
      throw tooMany();
    }
    return index;
  }

  void add(Event event) {
    items.add(new Item(event.index(), event, null));
  }

  void add(DerivedSpan span) {
    items.add(new Item(span.events().get(0).index(), null, span));
    threads.add(span);
  }

  void add(Rejection rejection) {
    rejections.add(rejection);
  }

  EventBatch build() throws RequestRefused {
    if (items.isEmpty() && rejections.isEmpty()) {
      throw new RequestRefused(ErrorCode.EMPTY, "the body has no events");
    }
    List<Event> events = new ArrayList<>();
    for (Item item : items) {
      if (item.event != null) {
        events.add(item.event);
      } else {
        addAll(events, item);
      }
      if (events.size() > Limits.EVENTS) {
        throw tooMany(); // a receipt could not name them
      }
    }
    rejections.sort(Comparator.comparingInt(Rejection::index));
    return new EventBatch(events, rejections);
  }

  private void addAll(List<Event> events, Item item) {
    try {
      events.addAll(item.span.events(threads.of(item.span)));
    } catch (InvalidEvent e) {
      rejections.add(e.at(item.index));
    }
  }

  private static RequestRefused tooMany() {
    return new RequestRefused(
        ErrorCode.TOO_LARGE,
        "a request has at most " + Limits.EVENTS + " events, with those that follow from spans");
  }
}
