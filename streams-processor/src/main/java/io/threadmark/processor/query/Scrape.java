package io.threadmark.processor.query;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.threadmark.processor.query.http.Answers;
import io.threadmark.processor.query.http.RequestProblem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers with the text of all metrics. It is long, and some of it is read from stores, so it is
 * made off the event loop, and once at a time: whoever asks meanwhile gets the same.
 */
final class Scrape {
  /** Answers that are made, or that clients have not read yet. */
  private static final int MOST_ANSWERS = 32;

  private final PrometheusMeterRegistry metrics;
  private final AtomicInteger answers = new AtomicInteger();
  private CompletableFuture<Buffer> beingMade;

  Scrape(PrometheusMeterRegistry metrics) {
    this.metrics = metrics;
  }

  void answer(RoutingContext request) {
    boolean tooMany = answers.incrementAndGet() > MOST_ANSWERS;
    request.addEndHandler(ended -> answers.decrementAndGet());
    if (tooMany) {
      Answers.fail(request, RequestProblem.unavailable("too many are asking for metrics"));
      return;
    }
    Vertx vertx = request.vertx();
    Future.fromCompletionStage(make(vertx), vertx.getOrCreateContext())
        .onSuccess(
            text ->
                request
                    .response()
                    .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(text))
        .onFailure(failure -> Answers.fail(request, failure));
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
