package io.threadmark.gateway.door.mlflow;

import io.threadmark.gateway.event.Event;
import io.threadmark.gateway.publish.Receipts;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What this gateway published lately and about what, so that a client that reads right after it
 * wrote finds what it wrote. The newest alone, for a short while: older things are visible.
 */
final class RecentWrites {
  private static final int MOST_SUBJECTS = 20_000;

  private static final int MOST_OF_ONE = 40;

  /** Of statements with the longest ids as many fit into an address. */
  private static final int MOST_WAITED_FOR = 60;

  private static final long KEPT_MS = 30_000;

  private record About(String project, String subject) {}

  private record Write(long at, Event event) {}

  private final Receipts receipts;
  private final Clock clock;
  private final LinkedHashMap<About, Deque<Write>> writes =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<About, Deque<Write>> eldest) {
          return size() > MOST_SUBJECTS;
        }
      };

  RecentWrites(Receipts receipts, Clock clock) {
    this.receipts = receipts;
    this.clock = clock;
  }

  /** What a trace is told by. */
  static String ofTrace(String traceId) {
    return "t/" + traceId;
  }

  static String ofClientRequest(String clientRequestId) {
    return "c/" + clientRequestId;
  }

  /** All of a project. */
  static String ofProject() {
    return "";
  }

  /** Notes events that Kafka has. */
  synchronized void add(String project, String subject, List<Event> events) {
    Deque<Write> of = writes.computeIfAbsent(new About(project, subject), k -> new ArrayDeque<>());
    long now = clock.millis();
    for (Event event : events) {
      if (event.statement() != null) {
        Event named = new Event(0, event.type(), event.key(), null, event.statement());
        of.addLast(new Write(now, named));
      }
    }
    while (of.size() > MOST_OF_ONE) {
      of.removeFirst();
    }
  }

  /** A receipt for what was published about something; null where that was nothing of late. */
  String receipt(String project, String subject) {
    return receipt(project, List.of(subject));
  }

  /** The same for several things, of which the first come first. */
  String receipt(String project, List<String> subjects) {
    List<Event> events = new ArrayList<>();
    for (String subject : subjects) {
      events.addAll(events(new About(project, subject)));
    }
    List<Event> some = events.subList(0, Math.min(events.size(), MOST_WAITED_FOR));
    return some.isEmpty() ? null : receipts.write(project, some);
  }

  private synchronized List<Event> events(About about) {
    Deque<Write> of = writes.get(about);
    if (of == null) {
      return List.of();
    }
    long oldest = clock.millis() - KEPT_MS;
    of.removeIf(write -> write.at < oldest);
    return of.stream().map(Write::event).toList();
  }
}
