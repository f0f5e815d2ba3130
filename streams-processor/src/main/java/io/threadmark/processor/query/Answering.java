package io.threadmark.processor.query;

import io.threadmark.schema.Receipt;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Answers requests off the event loop: what is asked for is read from stores, or from others. */
final class Answering {
  private final Vertx vertx;
  private final Supplier<Queries> queries;

  /**
   * @param queries what answers; throws while the processor starts
   */
  Answering(Vertx vertx, Supplier<Queries> queries) {
    this.vertx = vertx;
    this.queries = queries;
  }

  /** Answers one query with JSON; null is not found. */
  interface Answer {
    byte[] of(RoutingContext request, QueryParameters parameters);
  }

  /** Waits for what a receipt names, some milliseconds at most; what is still behind. */
  private interface Wait {
    Future<List<String>> behind(Receipt receipt, long waitMs);
  }

  /** Answers once queries for threads, traces and feedback see what the request waits for. */
  void query(RoutingContext request, Set<String> known, Answer answer) {
    query(request, known, queries.get().waiting()::visible, answer);
  }

  /** Answers once metrics tell of what the request waits for. */
  void metrics(RoutingContext request, Set<String> known, Answer answer) {
    query(request, known, queries.get().waiting()::counted, answer);
  }

  private void query(RoutingContext request, Set<String> known, Wait wait, Answer answer) {
    QueryParameters parameters = new QueryParameters(request, known);
    int waitMs =
        parameters.whole("wait_ms", QueryParameters.MOST_WAIT_MS, 0, QueryParameters.MOST_WAIT_MS);
    Receipt receipt = parameters.receipt(queries.get().receiptSecret());
    Future<List<String>> waited =
        receipt == null ? Future.succeededFuture(List.of()) : wait.behind(receipt, waitMs);
    waited
        .compose(
            behind -> {
              if (!behind.isEmpty()) {
                throw RequestProblem.notYetVisible(behind);
              }
              return vertx.executeBlocking(() -> answer.of(request, parameters), false);
            })
        .onSuccess(
            json -> {
              if (json == null) {
                Answers.fail(request, RequestProblem.notFound("there is nothing of that id"));
              } else {
                Answers.send(request, 200, json);
              }
            })
        .onFailure(failure -> Answers.fail(request, failure));
  }

  /** Answers bytes with bytes. */
  void bytes(RoutingContext request, UnaryOperator<byte[]> answer) {
    byte[] body = request.body().buffer().getBytes();
    vertx
        .executeBlocking(() -> answer.apply(body), false)
        .onSuccess(
            found ->
                request
                    .response()
                    .putHeader("Content-Type", "application/octet-stream")
                    .end(Buffer.buffer(found)))
        .onFailure(failure -> Answers.fail(request, failure));
  }
}
