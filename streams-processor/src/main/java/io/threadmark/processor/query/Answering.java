package io.threadmark.processor.query;

import io.threadmark.schema.Receipt;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Answers requests off the event loop: what is asked for is read from stores, or from others. */
final class Answering {
  /** What reads some rows must be answered in this time. */
  static final Duration SHORT = Duration.ofSeconds(10);

  /** The same of what reads whole partitions. */
  static final Duration LONG = Duration.ofSeconds(30);

  private final Vertx vertx;
  private final WorkerPools pools;
  private final Supplier<Queries> queries;

  /**
   * @param queries what answers; throws while the processor starts
   */
  Answering(Vertx vertx, WorkerPools pools, Supplier<Queries> queries) {
    this.vertx = vertx;
    this.pools = pools;
    this.queries = queries;
  }

  /** Answers one query with JSON; null is not found. */
  interface Answer {
    byte[] of(Queries queries, RoutingContext request, QueryParameters parameters);
  }

  /** Answers bytes. */
  interface BytesAnswer {
    byte[] of(Queries queries, byte[] question);
  }

  /** Waits for what a receipt names, some milliseconds at most; what is still behind. */
  private interface Wait {
    Future<List<String>> behind(Receipt receipt, long waitMs);
  }

  /** Waits for what receipts name. */
  Waiting waiting() {
    return new Waiting(vertx, pools.looks(), queries.get());
  }

  /**
   * Answers once queries for threads, traces and feedback see what the request waits for.
   *
   * @param most how long it may take from then on
   */
  void query(RoutingContext request, Set<String> known, Answer answer, Duration most) {
    query(request, known, waiting()::visible, answer, most);
  }

  /** Answers once metrics tell of what the request waits for. */
  void metrics(RoutingContext request, Set<String> known, Answer answer) {
    query(request, known, waiting()::counted, answer, LONG);
  }

  private void query(
      RoutingContext request, Set<String> known, Wait wait, Answer answer, Duration most) {
    QueryParameters parameters = new QueryParameters(request, known);
    int waitMs =
        parameters.whole("wait_ms", QueryParameters.MOST_WAIT_MS, 0, QueryParameters.MOST_WAIT_MS);
    Receipt receipt = parameters.receipt(queries.get().receiptKeys());
    Future<List<String>> waited =
        receipt == null ? Future.succeededFuture(List.of()) : wait.behind(receipt, waitMs);
    waited
        .compose(
            behind -> {
              if (!behind.isEmpty()) {
                throw RequestProblem.notYetVisible(behind);
              }
              Deadline deadline = Deadline.in(most);
              Queries within = queries.get().within(deadline);
              return pools.queries().run(deadline, () -> answer.of(within, request, parameters));
            })
        .onSuccess(json -> send(request, json))
        .onFailure(failure -> Answers.fail(request, failure));
  }

  /** Tells what became of what the receipt in the address names. */
  void receipt(RoutingContext request) {
    QueryParameters parameters = new QueryParameters(request, Set.of());
    int waitMs = parameters.whole("wait_ms", 0, 0, QueryParameters.MOST_WAIT_MS);
    Receipt receipt =
        parameters.receipt("receipt", request.pathParam("id"), queries.get().receiptKeys());
    waiting()
        .outcome(receipt, waitMs)
        .onSuccess(outcome -> Answers.send(request, 200, ReceiptView.of(receipt, outcome)))
        .onFailure(failure -> Answers.fail(request, failure));
  }

  /** Answers another instance from what is here, with JSON. */
  void part(RoutingContext request, Set<String> known, Answer answer) {
    QueryParameters parameters = new QueryParameters(request, known);
    Deadline deadline = granted(request);
    Queries here = queries.get().hereWithin(deadline);
    pools
        .parts()
        .run(deadline, () -> answer.of(here, request, parameters))
        .onSuccess(json -> send(request, json))
        .onFailure(failure -> Answers.fail(request, failure));
  }

  /** Answers another instance from what is here, with bytes for bytes. */
  void bytes(RoutingContext request, BytesAnswer answer) {
    byte[] body = request.body().buffer().getBytes();
    Deadline deadline = granted(request);
    Queries here = queries.get().hereWithin(deadline);
    pools
        .parts()
        .run(deadline, () -> answer.of(here, body))
        .onSuccess(
            found ->
                request
                    .response()
                    .putHeader("Content-Type", "application/octet-stream")
                    .end(Buffer.buffer(found)))
        .onFailure(failure -> Answers.fail(request, failure));
  }

  /** What the instance that asks still waits, but no more than a query may take. */
  private static Deadline granted(RoutingContext request) {
    String granted = request.request().getHeader(Deadline.HEADER);
    if (granted == null) {
      return Deadline.in(LONG);
    }
    try {
      return Deadline.in(Duration.ofMillis(Math.min(Long.parseLong(granted), LONG.toMillis())));
    } catch (NumberFormatException e) {
      throw RequestProblem.invalid(Deadline.HEADER, "must be a whole number of milliseconds");
    }
  }

  private static void send(RoutingContext request, byte[] json) {
    if (json == null) {
      Answers.fail(request, RequestProblem.notFound("there is nothing of that id"));
    } else {
      Answers.send(request, 200, json);
    }
  }
}
