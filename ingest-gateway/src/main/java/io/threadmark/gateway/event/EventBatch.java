package io.threadmark.gateway.event;

import io.threadmark.gateway.refusal.Rejection;
import java.util.ArrayList;
import java.util.List;

/**
 * What was read from one request: each of its items is in exactly one of the two lists.
 *
 * @param events of the valid items, in the order in which they came. Several may follow from one
 *     item: they stand together and have one index, and the first is the item itself
 * @param rejections the other items, likewise
 */
public record EventBatch(List<Event> events, List<Rejection> rejections) {
  public EventBatch {
    events = List.copyOf(events);
    rejections = List.copyOf(rejections);
  }

  /** The events by the item that they follow from. */
  public List<List<Event>> items() {
    List<List<Event>> items = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= events.size(); i++) {
      if (i == events.size() || events.get(i).index() != events.get(from).index()) {
        items.add(events.subList(from, i));
        from = i;
      }
    }
    return items;
  }

  /** How many items the request had. */
  public int size() {
    return items().size() + rejections.size();
  }

  /** How many events there are, those among them that follow from others, and rejections. */
  public int count() {
    return events.size() + rejections.size();
  }
}
