package io.threadmark.gateway.publish;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Waits until Kafka has spoken on each record of a request. */
final class Acknowledgements implements Callback {
  private final CompletableFuture<Void> all = new CompletableFuture<>();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final AtomicInteger open;
  private final IngestMetrics metrics;

  Acknowledgements(int records, IngestMetrics metrics) {
    this.open = new AtomicInteger(records);
    this.metrics = metrics;
    settle(0);
  }

  @Override
  public void onCompletion(RecordMetadata metadata, Exception exception) {
    if (exception == null) {
      metrics.published();
      settle(1);
    } else {
      fail(exception);
      notSent(1);
    }
  }

  /** A record did not reach Kafka, or will not be sent at all. */
  void fail(Exception cause) {
    failure.compareAndSet(null, cause);
  }

  /** So many records do not reach Kafka, after a failure. */
  void notSent(int records) {
    metrics.failed(records);
    settle(records);
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
