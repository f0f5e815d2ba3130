package io.threadmark.gateway.server;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.CompletableFuture;

/**
 * The text of all metrics. It is long and takes a while, so it is made off the event loop, and once
 * at a time: whoever asks meanwhile gets the same.
 */
final class Scrape {
  private final PrometheusMeterRegistry metrics;
  private CompletableFuture<Buffer> beingMade;

  Scrape(PrometheusMeterRegistry metrics) {
    this.metrics = metrics;
  }

  /** The text, where it was asked for. */
  Future<Buffer> text(Vertx vertx) {
    return Future.fromCompletionStage(make(vertx), vertx.getOrCreateContext());
  }

  private synchronized CompletableFuture<Buffer> make(Vertx vertx) {
    if (beingMade != null) {
      return beingMade;
    }
    CompletableFuture<Buffer> text = new CompletableFuture<>();
    beingMade = text; // it may be made, and forgotten, before this returns
    vertx
        .executeBlocking(() -> Buffer.buffer(metrics.scrape()), false)
        .onComplete(
            made -> {
              isMade();
              if (made.succeeded()) {
                text.complete(made.result());
              } else {
                text.completeExceptionally(made.cause());
              }
            });
    return text;
  }

  private synchronized void isMade() {
    beingMade = null;
  }
}
