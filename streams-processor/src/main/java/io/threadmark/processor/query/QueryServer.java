package io.threadmark.processor.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.threadmark.processor.runtime.StreamsRuntime;
import io.threadmark.processor.runtime.ThreadDeaths;
import io.threadmark.processor.topology.StateStores;
import io.threadmark.schema.Key;
import io.threadmark.schema.Receipt;
import io.threadmark.schema.TraceId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.streams.state.HostInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processor's HTTP server: queries over the state stores, health, metrics. The gateway passes
 * the public paths on; {@code /internal} is for gateways and other instances.
 */
public final class QueryServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QueryServer.class);
  private static final int MOST_HEADER_BYTES = 64 * 1024;
  private static final int MOST_RECEIPT_BYTES = 16 * 1024 * 1024;
  private static final int DEFAULT_PAGE = 100;
  private static final int DEFAULT_ROWS = 50;
  private static final int MOST_PAGE = 500;
  private static final Set<String> FEEDBACK_OF_PARTITION =
      Stream.concat(Stream.of("store", "partition"), FeedbackFilter.PARAMETERS.stream())
          .collect(Collectors.toUnmodifiableSet());

  private final Vertx vertx;
  private final HttpServer server;
  private StreamsRuntime runtime;
  private PrometheusMeterRegistry metrics;
  private Queries queries;

  /** What answers, once the instance knows its own address. */
  private record Queries(
      StoreAccess stores,
      PeerClient peers,
      HostInfo self,
      TraceQuery traces,
      ThreadQuery threads,
      FeedbackQuery feedback,
      FeedbackListQuery feedbackList,
      ErasureQuery erasures,
      MetricsQuery metricsQuery,
      MetricsApi metrics,
      FeedbackStatistics statistics,
      Waiting waiting) {}

  private QueryServer(Vertx vertx, HttpServer server) {
    this.vertx = vertx;
    this.server = server;
  }

  /** Listens; until {@link #serve} it says that it is starting. */
  public static QueryServer listen(String host, int port) {
    Vertx vertx = Vertx.vertx();
    HttpServer server =
        vertx.createHttpServer(
            new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setMaxInitialLineLength(MOST_HEADER_BYTES)
                .setMaxHeaderSize(MOST_HEADER_BYTES)
                .setIdleTimeout(60));
    QueryServer queries = new QueryServer(vertx, server);
    server.requestHandler(queries.routes());
    try {
      server.listen().await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      vertx.close();
      throw new IllegalStateException("cannot listen on " + host + ":" + port + ": " + e, e);
    }
    return queries;
  }

  /** The port that it listens on. */
  public int port() {
    return server.actualPort();
  }

  /**
   * Begins to answer.
   *
   * @param self host and port under which other instances reach this one
   * @param wait how long feedback waits for its trace before it counts as unmatched
   */
  public synchronized void serve(
      StreamsRuntime runtime,
      HostInfo self,
      Duration wait,
      Clock clock,
      PrometheusMeterRegistry metrics) {
    this.runtime = runtime;
    this.metrics = metrics;
    PeerClient peers = new PeerClient();
    StoreAccess stores = new StoreAccess(runtime::streams, self, peers, runtime.partitions());
    FeedbackViews feedback = new FeedbackViews(wait, clock);
    MetricsQuery metricsQuery = new MetricsQuery(stores, peers, runtime.projects(), clock);
    new FeedbackGauges(stores).bindTo(metrics);
    queries =
        new Queries(
            stores,
            peers,
            self,
            new TraceQuery(stores),
            new ThreadQuery(),
            new FeedbackQuery(stores, feedback),
            new FeedbackListQuery(stores, peers, feedback),
            new ErasureQuery(stores),
            metricsQuery,
            new MetricsApi(metricsQuery::find),
            new FeedbackStatistics(new FeedbackTallies(stores, peers)),
            new Waiting(vertx, new Visibility(stores, runtime.hashes())));
  }

  @Override
  public void close() {
    try {
      server.close().await(10, TimeUnit.SECONDS);
      vertx.close().await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      LOG.warn("the query server did not close in time", e);
    }
  }

  private Router routes() {
    Router router = Router.router(vertx);
    router.get("/livez").handler(request -> send(request, 200, Views.object().put("live", true)));
    router.get("/readyz").handler(this::ready);
    router.get("/metrics").handler(this::metrics);
    router.get("/api/v1/traces/:id").handler(request -> query(request, Set.of(), this::trace));
    router
        .get("/api/v1/traces")
        .handler(request -> query(request, Set.of("client_request_id"), this::tracesOfRequest));
    router
        .get("/api/v1/threads/:id")
        .handler(request -> query(request, Set.of("page_size", "cursor"), this::thread));
    router
        .get("/api/v1/feedback")
        .handler(request -> query(request, FeedbackFilter.PARAMETERS, this::feedbackList));
    router.get("/api/v1/feedback/:id").handler(request -> query(request, Set.of(), this::feedback));
    router.get("/api/v1/erasures/:id").handler(request -> query(request, Set.of(), this::erasure));
    FeedbackStatistics.PARAMETERS.forEach(
        (path, known) ->
            router
                .get(path)
                .handler(
                    request ->
                        query(
                            request,
                            known,
                            (asked, parameters) -> queries().statistics.of(path, parameters))));
    router
        .get("/api/v1/metrics/summary")
        .handler(request -> query(request, MetricsApi.OF_SUMMARY, this::summary));
    router
        .get("/api/v1/metrics")
        .handler(request -> query(request, MetricsApi.OF_SERIES, this::series));
    router
        .post(PeerClient.METRICS_PATH)
        .handler(BodyHandler.create(false).setBodyLimit(MOST_HEADER_BYTES))
        .handler(this::metricsForPeer);
    router
        .get(PeerClient.THREAD_PATH)
        .handler(
            request -> query(request, Set.of("key", "page_size", "cursor"), this::threadForPeer));
    router
        .get(PeerClient.FEEDBACK_PATH)
        .handler(request -> query(request, FEEDBACK_OF_PARTITION, this::feedbackForPeer));
    router
        .post("/internal/v1/visible")
        .handler(BodyHandler.create(false).setBodyLimit(MOST_RECEIPT_BYTES))
        .handler(this::visible);
    router
        .post(RowsProtocol.PATH)
        .handler(BodyHandler.create(false).setBodyLimit(MOST_HEADER_BYTES))
        .handler(this::rows);
    router.errorHandler(404, request -> fail(request, RequestProblem.notFound("no such path")));
    router.errorHandler(500, request -> fail(request, request.failure()));
    return router;
  }

  /** Answers one query with JSON; null is not found. */
  private interface Answer {
    byte[] of(RoutingContext request, QueryParameters parameters);
  }

  private void query(RoutingContext request, Set<String> known, Answer answer) {
    QueryParameters parameters = new QueryParameters(request, known);
    int waitMs =
        parameters.whole("wait_ms", QueryParameters.MOST_WAIT_MS, 0, QueryParameters.MOST_WAIT_MS);
    Receipt receipt = parameters.receipt(started().receiptSecret());
    Future<List<String>> waited =
        receipt == null
            ? Future.succeededFuture(List.of())
            : queries().waiting.behindAfter(receipt, waitMs);
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
                fail(request, RequestProblem.notFound("there is nothing of that id"));
              } else {
                send(request, 200, json);
              }
            })
        .onFailure(failure -> fail(request, failure));
  }

  private byte[] trace(RoutingContext request, QueryParameters parameters) {
    return Views.json(queries().traces.find(parameters.project(), request.pathParam("id")));
  }

  private byte[] tracesOfRequest(RoutingContext request, QueryParameters parameters) {
    String requestId = parameters.text("client_request_id");
    if (requestId == null || requestId.isEmpty()) {
      throw RequestProblem.invalid("client_request_id", "must be given");
    }
    return Views.json(queries().traces.byClientRequest(parameters.project(), requestId));
  }

  private byte[] feedback(RoutingContext request, QueryParameters parameters) {
    return Views.json(queries().feedback.find(parameters.project(), request.pathParam("id")));
  }

  private byte[] erasure(RoutingContext request, QueryParameters parameters) {
    return Views.json(queries().erasures.find(parameters.project(), request.pathParam("id")));
  }

  private byte[] summary(RoutingContext request, QueryParameters parameters) {
    return Views.json(queries().metrics.summary(parameters));
  }

  private byte[] series(RoutingContext request, QueryParameters parameters) {
    return Views.json(queries().metrics.series(parameters));
  }

  private byte[] feedbackList(RoutingContext request, QueryParameters parameters) {
    FeedbackFilter filter = FeedbackFilter.read(parameters);
    int size = parameters.whole("page_size", DEFAULT_ROWS, 1, MOST_PAGE);
    return Views.json(queries().feedbackList.find(filter, size).view());
  }

  /** For other instances: the part of a list that a partition here has. */
  private byte[] feedbackForPeer(RoutingContext request, QueryParameters parameters) {
    return Views.json(
        queries()
            .feedbackList
            .local(
                parameters.text("store"),
                parameters.whole("partition", -1, 0, Integer.MAX_VALUE),
                FeedbackFilter.read(parameters),
                parameters.whole("page_size", DEFAULT_ROWS, 1, MOST_PAGE))
            .part());
  }

  /** A thread has many rows, so its owner answers, not whoever was asked. */
  private byte[] thread(RoutingContext request, QueryParameters parameters) {
    int pageSize = parameters.whole("page_size", DEFAULT_PAGE, 1, MOST_PAGE);
    String cursor = parameters.text("cursor");
    Key thread = Key.thread(parameters.project(), canonicalThread(request.pathParam("id")));
    Queries queries = queries();
    HostInfo owner = queries.stores.owner(StateStores.THREADS, thread);
    try {
      return owner.equals(queries.self)
          ? localThread(thread, pageSize, cursor)
          : queries.peers.thread(owner, thread, pageSize, cursor);
    } catch (IllegalArgumentException e) {
      throw RequestProblem.invalid("cursor", e.getMessage());
    }
  }

  /** For other instances: a page of a thread that is here. */
  private byte[] threadForPeer(RoutingContext request, QueryParameters parameters) {
    try {
      return localThread(
          Key.parse(parameters.text("key")),
          parameters.whole("page_size", DEFAULT_PAGE, 1, MOST_PAGE),
          parameters.text("cursor"));
    } catch (IllegalArgumentException e) {
      throw RequestProblem.invalid("cursor", e.getMessage());
    }
  }

  private byte[] localThread(Key thread, int pageSize, String cursor) {
    Queries queries = queries();
    return Views.json(
        queries.threads.find(
            queries.stores.localRows(StateStores.THREADS, thread), thread, pageSize, cursor));
  }

  /** The thread of a trace that has none is named by the trace's canonical id. */
  private static String canonicalThread(String id) {
    String prefix = TraceId.OWN_THREAD_PREFIX;
    return id.startsWith(prefix)
        ? TraceId.ownThread(TraceId.canonical(id.substring(prefix.length())))
        : id;
  }

  /** For gateways: waits until the receipt in the body is visible. */
  private void visible(RoutingContext request) {
    QueryParameters parameters = new QueryParameters(request, Set.of());
    int waitMs = parameters.whole("wait_ms", 0, 0, QueryParameters.MOST_WAIT_MS);
    byte[] secret = started().receiptSecret();
    if (secret == null) {
      throw RequestProblem.unavailable("the processor is starting");
    }
    Receipt receipt;
    try {
      receipt = Receipt.verify(request.body().asString(), secret);
    } catch (IllegalArgumentException e) {
      throw RequestProblem.invalid("body", "is not a receipt");
    }
    queries()
        .waiting
        .behindAfter(receipt, waitMs)
        .onSuccess(behind -> send(request, 200, Views.object().put("visible", behind.isEmpty())))
        .onFailure(failure -> fail(request, failure));
  }

  /** For other instances: rows that are here. */
  private void rows(RoutingContext request) {
    bytes(
        request,
        body -> {
          RowsProtocol.Question question = RowsProtocol.Question.read(body);
          return RowsProtocol.answer(
              queries().stores.localRows(question.store(), question.owner()), question);
        });
  }

  /** For other instances: totals of partitions that are here. */
  private void metricsForPeer(RoutingContext request) {
    bytes(
        request,
        body ->
            MetricsQuery.ANSWERS.write(
                queries().metricsQuery.local(MetricsQuery.QUESTIONS.read(body))));
  }

  /** Answers bytes with bytes. */
  private void bytes(RoutingContext request, UnaryOperator<byte[]> answer) {
    byte[] body = request.body().buffer().getBytes();
    vertx
        .executeBlocking(() -> answer.apply(body), false)
        .onSuccess(
            rows ->
                request
                    .response()
                    .putHeader("Content-Type", "application/octet-stream")
                    .end(Buffer.buffer(rows)))
        .onFailure(failure -> fail(request, failure));
  }

  private void ready(RoutingContext request) {
    StreamsRuntime running;
    synchronized (this) {
      running = runtime;
    }
    List<String> reasons = running == null ? List.of("starting") : running.notReady();
    ObjectNode view = Views.object().put("ready", reasons.isEmpty());
    if (!reasons.isEmpty()) {
      reasons.forEach(view.putArray("reasons")::add);
    }
    if (running != null && running.deaths().newest() != null) {
      ThreadDeaths.Death newest = running.deaths().newest();
      ObjectNode deaths = view.putObject("stream_threads_replaced");
      deaths.put("count", running.deaths().count());
      deaths.put("newest_cause", newest.cause()).put("newest_at", newest.at().toString());
    }
    send(request, reasons.isEmpty() ? 200 : 503, view);
  }

  private void metrics(RoutingContext request) {
    started();
    vertx
        .executeBlocking(() -> metrics.scrape(), false) // it reads stores
        .onSuccess(
            text ->
                request
                    .response()
                    .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(text))
        .onFailure(failure -> fail(request, failure));
  }

  private synchronized Queries queries() {
    started();
    return queries;
  }

  private synchronized StreamsRuntime started() {
    if (runtime == null) {
      throw RequestProblem.unavailable("the processor is starting");
    }
    return runtime;
  }

  private static void fail(RoutingContext request, Throwable failure) {
    RequestProblem problem = problem(request, failure);
    ObjectNode view = Views.object();
    ObjectNode error = view.putObject("error");
    error.put("code", problem.code).put("message", problem.getMessage());
    var details = error.putArray("details");
    if (problem.path != null) {
      details.addObject().put("path", problem.path).put("message", problem.getMessage());
      problem.details.forEach(
          detail -> details.addObject().put("path", problem.path).put("message", detail));
    }
    if (problem.status == 503) {
      request.response().putHeader("Retry-After", "1");
    }
    send(request, problem.status, view);
  }

  private static RequestProblem problem(RoutingContext request, Throwable failure) {
    if (failure instanceof RequestProblem problem) {
      return problem;
    }
    if (failure instanceof NotAvailableException) {
      return RequestProblem.unavailable(failure.getMessage());
    }
    LOG.error("{} {} failed", request.request().method(), request.normalizedPath(), failure);
    return RequestProblem.unavailable("the query failed; the processor's log says why");
  }

  private static void send(RoutingContext request, int status, ObjectNode view) {
    send(request, status, Views.json(view));
  }

  private static void send(RoutingContext request, int status, byte[] json) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(Buffer.buffer(json));
  }
}
