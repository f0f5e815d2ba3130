package io.threadmark.processor.query;

import io.threadmark.processor.cluster.RequestDeadline;
import io.threadmark.processor.query.http.Allowance;
import io.threadmark.processor.query.http.Answers;
import io.threadmark.processor.query.http.QueryParameters;
import io.threadmark.processor.query.http.RequestProblem;
import io.threadmark.schema.Receipt;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
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
  private final ReceiptsInHand receipts = new ReceiptsInHand();
  private final Allowance memory;

  /**
   * @param memory of all that requests hold until they are answered
   * @param queries what answers; throws while the processor starts
   */
  Answering(Vertx vertx, WorkerPools pools, Allowance memory, Supplier<Queries> queries) {
    this.vertx = vertx;
    this.memory = memory;
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

  /** The receipts of all requests that wait. */
  ReceiptsInHand receipts() {
    return receipts;
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

  /** Answers once queries for threads, traces and feedback see what the request waits for. */
  void query(RoutingContext request, QueryParameters parameters, Answer answer) {
    query(request, parameters, waiting()::visible, answer, SHORT);
  }

  /** Answers once lists tell of what the request waits for. */
  void list(RoutingContext request, QueryParameters parameters, Answer answer) {
    query(request, parameters, waiting()::listed, answer, LONG);
  }

  /** Answers what is asked of exports. */
  void export(RoutingContext request, Set<String> known, Answer answer) {
    query(
        request,
        new QueryParameters(request, known),
        waiting()::visible,
        new Work(pools.exports(), LONG, 200),
        answer);
  }

  /**
   * Begins an export, which goes on when the request is answered, with 202, once lists tell of what
   * the request waits for.
   */
  void beginExport(RoutingContext request, Answer answer) {
    query(
        request,
        new QueryParameters(request, Set.of()),
        waiting()::listed,
        new Work(pools.exports(), LONG, 202),
        answer);
  }

  /** Finds something out about an export, where that holds nobody up. */
  <T> Future<T> aboutExport(Callable<T> some) {
    return pools.exports().run(RequestDeadline.in(LONG), some);
  }

  /** Goes on once lists tell of what the request waits for, however long that takes then. */
  void seen(RoutingContext request, QueryParameters parameters, Consumer<Queries> goOn) {
    awaited(request, parameters, waiting()::listed)
        .onSuccess(nothing -> goOn.accept(queries.get()))
        .onFailure(failure -> Answers.fail(request, failure));
  }

  private void query(
      RoutingContext request, Set<String> known, Wait wait, Answer answer, Duration most) {
    query(request, new QueryParameters(request, known), wait, answer, most);
  }

  private void query(
      RoutingContext request, QueryParameters parameters, Wait wait, Answer answer, Duration most) {
    query(request, parameters, wait, new Work(pools.queries(), most, 200), answer);
  }

  /**
   * How a request is answered once it has waited.
   *
   * @param most how long it may take from then on
   * @param status of an answer that is none of an error
   */
  private record Work(WorkerPool pool, Duration most, int status) {}

  private void query(
      RoutingContext request, QueryParameters parameters, Wait wait, Work work, Answer answer) {
    Future<Void> waited = awaited(request, parameters, wait);
    Allowance.Share held = share(request);
    waited
        .compose(
            nothing -> {
              RequestDeadline deadline = RequestDeadline.in(work.most);
              Queries within = queries.get().within(deadline, held);
              return work.pool.run(
                  deadline, () -> kept(held, answer.of(within, request, parameters)));
            })
        .onSuccess(json -> send(request, work.status, json))
        .onFailure(failure -> Answers.fail(request, failure));
  }

  /** Completes once what the request waits for is seen, where it waits for anything. */
  private Future<Void> awaited(RoutingContext request, QueryParameters parameters, Wait wait) {
    int waitMs =
        parameters.whole("wait_ms", QueryParameters.MOST_WAIT_MS, 0, QueryParameters.MOST_WAIT_MS);
    Receipt receipt = parameters.receipt(queries.get().receiptKeys());
    if (receipt == null) {
      return Future.succeededFuture();
    }
    receipts.hold(request, parameters.text("wait_for").length());
    return wait.behind(receipt, waitMs)
        .compose(
            behind ->
                behind.isEmpty()
                    ? Future.succeededFuture()
                    : Future.failedFuture(RequestProblem.notYetVisible(behind)));
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
    RequestDeadline deadline = granted(request);
    Allowance.Share held = share(request);
    Queries here = queries.get().hereWithin(deadline, held);
    pools
        .parts()
        .run(deadline, () -> kept(held, answer.of(here, request, parameters)))
        .onSuccess(json -> send(request, 200, json))
        .onFailure(failure -> Answers.fail(request, failure));
  }

  /** Answers another instance from what is here, with bytes for bytes. */
  void bytes(RoutingContext request, BytesAnswer answer) {
    byte[] body = request.body().buffer().getBytes();
    RequestDeadline deadline = granted(request);
    Allowance.Share held = share(request);
    Queries here = queries.get().hereWithin(deadline, held);
    pools
        .parts()
        .run(deadline, () -> kept(held, answer.of(here, body)))
        .onSuccess(
            found ->
                request
                    .response()
                    .putHeader("Content-Type", "application/octet-stream")
                    .end(Buffer.buffer(found)))
        .onFailure(failure -> Answers.fail(request, failure));
  }

  /** What a request holds in memory, until it is answered or the other side is gone. */
  private Allowance.Share share(RoutingContext request) {
    Allowance.Share share = memory.share();
    request.addEndHandler(ended -> share.close());
    return share;
  }

  /** The answer is held, too, until it is sent. */
  private static byte[] kept(Allowance.Share held, byte[] answer) {
    if (answer != null) {
      held.add(answer.length);
    }
    return answer;
  }

  /** What the instance that asks still waits, but no more than a query may take. */
  private static RequestDeadline granted(RoutingContext request) {
    String granted = request.request().getHeader(RequestDeadline.HEADER);
    if (granted == null) {
      return RequestDeadline.in(LONG);
    }
    try {
      return RequestDeadline.in(
          Duration.ofMillis(Math.min(Long.parseLong(granted), LONG.toMillis())));
    } catch (NumberFormatException e) {
      throw RequestProblem.invalid(
          RequestDeadline.HEADER, "must be a whole number of milliseconds");
    }
  }

  private static void send(RoutingContext request, int status, byte[] json) {
    if (json == null) {
      Answers.fail(request, RequestProblem.notFound("there is nothing of that id"));
    } else {
      Answers.send(request, status, json);
    }
  }
}
