package io.threadmark.processor.law;

import io.threadmark.schema.Feedback;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All that was ever said under one feedback id. */
record Versions(List<Feedback> all) {
  private static final int KEPT = 10;

  /** Of one statement that came in twice, the first delivery; at one time the smaller door. */
  private static final Comparator<Feedback> NEWER =
      Comparator.comparing((Feedback event) -> Weight.of(event.getStamp()))
          .thenComparing(
              Comparator.comparing((Feedback event) -> event.getIngest().getReceivedAt())
                  .thenComparing(event -> event.getIngest().getDoor())
                  .reversed());

  /** The newest of each content, the newest first. */
  List<Feedback> history() {
    return all.stream()
        .collect(Collectors.groupingBy(event -> Weight.of(event.getStamp()).hash()))
        .values()
        .stream()
        .map(same -> same.stream().max(NEWER).get())
        .sorted(NEWER.reversed())
        .limit(KEPT)
        .toList();
  }

  Feedback winner() {
    return history().get(0);
  }

  boolean isLive() {
    return !winner().getRetracted();
  }

  Instant createdAt() {
    return first(event -> event.getStamp().getEventTime());
  }

  Instant firstReceivedAt() {
    return first(event -> event.getIngest().getReceivedAt());
  }

  /** When the wait for the trace begins. */
  Instant waitsSince() {
    return createdAt().isAfter(firstReceivedAt()) ? createdAt() : firstReceivedAt();
  }

  private Instant first(Function<Feedback, Instant> time) {
    return all.stream().map(time).min(Comparator.naturalOrder()).get();
  }
}
