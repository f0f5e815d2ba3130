package io.threadmark.gateway.publish;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.threadmark.gateway.event.ErrorCode;
import io.threadmark.gateway.event.EventType;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts events on their way. Every item of a request that was read is counted once as accepted or
 * rejected, unless its request failed; every record handed to Kafka once as published or failed.
 */
public final class IngestMetrics {
  private final Map<EventType, Counter> accepted = new EnumMap<>(EventType.class);
  private final Map<ErrorCode, Counter> rejected = new ConcurrentHashMap<>();
  private final MeterRegistry registry;
  private final Counter published;
  private final Counter failed;

  public IngestMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (EventType type : EventType.values()) {
      accepted.put(
          type,
          Counter.builder("threadmark.gateway.events.accepted")
              .description("Events that are durable in Kafka")
              .tag("type", type.word())
              .register(registry));
    }
    published =
        Counter.builder("threadmark.gateway.records.published")
            .description("Records that Kafka acknowledged")
            .register(registry);
    failed =
        Counter.builder("threadmark.gateway.records.failed")
            .description("Records that Kafka did not acknowledge")
            .register(registry);
  }

  /** An event is durable. */
  void accepted(EventType type) {
    accepted.get(type).increment();
  }

  /** So many events were at fault. */
  public void rejected(ErrorCode code, int events) {
    rejected.computeIfAbsent(code, this::rejectedCounter).increment(events);
  }

  private Counter rejectedCounter(ErrorCode code) {
    return Counter.builder("threadmark.gateway.events.rejected")
        .description("Events that were at fault")
        .tag("code", code.word())
        .register(registry);
  }

  void published() {
    published.increment();
  }

  void failed(int records) {
    failed.increment(records);
  }
}
