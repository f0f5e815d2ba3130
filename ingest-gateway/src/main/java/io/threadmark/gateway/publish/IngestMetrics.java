package io.threadmark.gateway.publish;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.threadmark.gateway.event.EventType;
import io.threadmark.gateway.refusal.ErrorCode;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts events on their way, so that nothing can go missing between two counts. When no request is
 * under way:
 *
 * <ul>
 *   <li>received = accepted + rejected + failed
 *   <li>accepted + failed = published + records failed, of each type
 * </ul>
 */
public final class IngestMetrics {
  private final Map<EventType, Counter> accepted = new EnumMap<>(EventType.class);
  private final Map<EventType, Counter> failed = new EnumMap<>(EventType.class);
  private final Map<EventType, Counter> published = new EnumMap<>(EventType.class);
  private final Map<EventType, Counter> recordsFailed = new EnumMap<>(EventType.class);
  private final Map<ErrorCode, Counter> rejected = new ConcurrentHashMap<>();
  private final MeterRegistry registry;
  private final Counter received;

  public IngestMetrics(MeterRegistry registry) {
    this.registry = registry;
    received =
        Counter.builder("threadmark.gateway.events.received")
            .description("Events of requests that were read, and those that follow from spans")
            .register(registry);
    for (EventType type : EventType.values()) {
      accepted.put(type, counter("events.accepted", "Events that are durable in Kafka", type));
      failed.put(
          type,
          counter(
              "events.failed",
              "Events of requests of which Kafka did not acknowledge every event",
              type));
      published.put(type, counter("records.published", "Records that Kafka acknowledged", type));
      recordsFailed.put(
          type, counter("records.failed", "Records that Kafka did not acknowledge", type));
    }
  }

  /** A request with so many events was read, those at fault and those that follow from spans. */
  public void received(int events) {
    received.increment(events);
  }

  /** So many items were at fault. */
  public void rejected(ErrorCode code, int items) {
    rejected.computeIfAbsent(code, this::rejectedCounter).increment(items);
  }

  /** An event is durable, together with all of its request. */
  void accepted(EventType type) {
    accepted.get(type).increment();
  }

  /** An event's request failed, whether or not the event itself is durable. */
  void failed(EventType type) {
    failed.get(type).increment();
  }

  void published(EventType type) {
    published.get(type).increment();
  }

  void recordFailed(EventType type) {
    recordsFailed.get(type).increment();
  }

  private Counter rejectedCounter(ErrorCode code) {
    return Counter.builder("threadmark.gateway.events.rejected")
        .description("Items that were at fault")
        .tag("code", code.word())
        .register(registry);
  }

  private Counter counter(String name, String description, EventType type) {
    return Counter.builder("threadmark.gateway." + name)
        .description(description)
        .tag("type", type.word())
        .register(registry);
  }
}
