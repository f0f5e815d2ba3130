package io.threadmark.gateway.publish;

import io.threadmark.gateway.event.Event;
import io.threadmark.gateway.event.EventType;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;

/** Waits until Kafka has spoken on each record of a request. */
final class Acknowledgements {
  private final CompletableFuture<Void> all = new CompletableFuture<>();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final AtomicInteger open;
  private final IngestMetrics metrics;

  Acknowledgements(int records, IngestMetrics metrics) {
    this.open = new AtomicInteger(records);
    this.metrics = metrics;
    settle(0);
  }

  /** What Kafka is to call when it has spoken on a record of a type. */
  Callback of(EventType type) {
    return (metadata, exception) -> {
      if (exception == null) {
        metrics.published(type);
        settle(1);
      } else {
        fail(exception);
        metrics.recordFailed(type);
        settle(1);
      }
    };
  }

  /** A record did not reach Kafka, or will not be sent at all. */
  void fail(Exception cause) {
    failure.compareAndSet(null, cause);
  }

  /** The records of these events do not reach Kafka, after a failure. */
  void notSent(List<Event> events) {
    events.forEach(event -> metrics.recordFailed(event.type()));
    settle(events.size());
  }

  /** Whether one of them did not reach Kafka. */
  boolean failed() {
    return failure.get() != null;
  }

  CompletableFuture<Void> all() {
    return all;
  }

  private void settle(int records) {
    if (open.addAndGet(-records) > 0) {
      return;
    }
    if (failure.get() == null) {
      all.complete(null);
    } else {
      all.completeExceptionally(failure.get());
    }
  }
}
