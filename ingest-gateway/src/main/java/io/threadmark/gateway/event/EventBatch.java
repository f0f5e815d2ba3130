package io.threadmark.gateway.event;

import io.threadmark.gateway.refusal.Rejection;
import java.util.List;

/**
 * What was read from one request: each of its items is in exactly one of the two lists.
 *
 * @param events the valid ones, in the order in which they came
 * @param rejections the others, likewise
 */
public record EventBatch(List<Event> events, List<Rejection> rejections) {
  public EventBatch {
    events = List.copyOf(events);
    rejections = List.copyOf(rejections);
  }

  /** How many items the request had. */
  public int size() {
    return events.size() + rejections.size();
  }
}
