package io.threadmark.gateway.door.otlp;

import io.threadmark.gateway.event.Event;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.Rejection;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was read from one request: the events that follow from it, and what was refused of it. */
final class Export {
  private static final int MOST_TOLD = 5;

  private final List<Event> events = new ArrayList<>();
  private final Map<ErrorCode, Integer> refused = new EnumMap<>(ErrorCode.class);
  private final StringBuilder why = new StringBuilder();
  private int told;
  private int passedOver;

  /** Items are taken, and these events follow from them. */
  void take(List<Event> following) {
    events.addAll(following);
  }

  /**
   * An item is refused.
   *
   * @param item what it is, for a person to read
   */
  void refuse(String item, Rejection fault) {
    refused.merge(fault.code(), 1, Integer::sum);
    if (told++ < MOST_TOLD) {
      why.append(why.length() == 0 ? "" : "; ").append(item).append(": ").append(fault.sentence());
    }
  }

  /** An item is taken, and nothing follows from it. */
  void passOver() {
    passedOver++;
  }

  List<Event> events() {
    return events;
  }

  int refusedItems() {
    return refused.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** How many items were at fault, by what was wrong with them. */
  Map<ErrorCode, Integer> refused() {
    return refused;
  }

  /** Items from which nothing follows. */
  int passedOver() {
    return passedOver;
  }

  /** What was refused and why, of a few. */
  String why() {
    int more = told - MOST_TOLD;
    return more > 0 ? why + "; and " + more + " more" : why.toString();
  }
}
