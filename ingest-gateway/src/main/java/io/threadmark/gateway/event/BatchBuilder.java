package io.threadmark.gateway.event;

import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.Rejection;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.Limits;
import java.util.ArrayList;
import java.util.List;

/** Collects what becomes of the items of a request. */
final class BatchBuilder {
  private final List<Event> events = new ArrayList<>();
  private final List<Rejection> rejections = new ArrayList<>();

  /** The place of the item that comes next. */
  int nextIndex() throws RequestRefused {
    int index = events.size() + rejections.size();
    if (index == Limits.EVENTS) {
      throw new RequestRefused(
          ErrorCode.TOO_LARGE, "a request has at most " + Limits.EVENTS + " events");
    }
    return index;
  }

  void add(Event event) {
    events.add(event);
  }

  void add(Rejection rejection) {
    rejections.add(rejection);
  }

  EventBatch build() throws RequestRefused {
    if (events.isEmpty() && rejections.isEmpty()) {
      throw new RequestRefused(ErrorCode.EMPTY, "the body has no events");
    }
    return new EventBatch(events, rejections);
  }
}
