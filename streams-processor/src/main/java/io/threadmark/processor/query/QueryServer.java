package io.threadmark.processor.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.threadmark.processor.cluster.HttpPeerCalls;
import io.threadmark.processor.cluster.HttpPeerStreams;
import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.cluster.PeerCalls;
import io.threadmark.processor.export.Cuts;
import io.threadmark.processor.export.HeldCuts;
import io.threadmark.processor.export.job.Exports;
import io.threadmark.processor.index.SearchIndex;
import io.threadmark.processor.query.dataset.DatasetDownloads;
import io.threadmark.processor.query.feedback.FeedbackGauges;
import io.threadmark.processor.query.http.Allowance;
import io.threadmark.processor.query.http.Answers;
import io.threadmark.processor.query.http.RequestProblem;
import io.threadmark.processor.query.http.Views;
import io.threadmark.processor.query.stream.LabeledThreadStream;
import io.threadmark.processor.runtime.StreamsRuntime;
import io.threadmark.processor.runtime.ThreadDeaths;
import io.threadmark.processor.stage.Timers;
import io.threadmark.schema.settings.InternalSecret;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

  /** How often exports that nobody wants any longer are looked for. */
  private static final long LET_GO_MS = 15_000;

  /** Of the heap, what all requests together may hold until they are answered. */
  private static final int PART_OF_HEAP = 4;

  private final Vertx vertx;
  private final HttpServer server;
  private final InternalSecret secret;
  private final WorkerPools pools;
  private final Allowance memory;
  private StreamsRuntime runtime;
  private SearchIndex index;
  private LabeledThreadStream stream;
  private final HeldCuts cuts = new HeldCuts(HeldCuts.Limits.DEFAULT);
  private final DatasetDownloads downloads;
  private Exports exports;
  private Scrape scrape;
  private Queries queries;

  private QueryServer(
      Vertx vertx,
      HttpServer server,
      InternalSecret secret,
      WorkerPools.Sizes sizes,
      Allowance memory) {
    this.vertx = vertx;
    this.server = server;
    this.secret = secret;
    this.pools = WorkerPools.of(vertx, sizes);
    this.memory = memory;
    downloads = new DatasetDownloads(DatasetDownloads.MOST);
    vertx.setPeriodic(LET_GO_MS, timer -> vertx.executeBlocking(this::letGoOfIdle));
  }

  /**
   * Listens; until {@link #serve} it says that it is starting.
   *
   * @param secret what gateways and other instances show, and are shown
   */
  public static QueryServer listen(String host, int port, InternalSecret secret) {
    return listen(
        host,
        port,
        secret,
        WorkerPools.Sizes.DEFAULT,
        Allowance.ofHeap(PART_OF_HEAP, Long.MAX_VALUE));
  }

  static QueryServer listen(
      String host, int port, InternalSecret secret, WorkerPools.Sizes sizes, Allowance memory) {
    Vertx vertx = Vertx.vertx();
    HttpServer server =
        vertx.createHttpServer(
            new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setMaxInitialLineLength(MOST_HEADER_BYTES)
                .setMaxHeaderSize(MOST_HEADER_BYTES)
                .setIdleTimeout(60));
    QueryServer queries = new QueryServer(vertx, server, secret, sizes, memory);
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
   * @param searchIndex finds threads and traces
   * @param threadStream tells of labeled threads as they change
   * @param exportJobs make packages of datasets
   * @param self host and port under which other instances reach this one
   * @param wait how long feedback waits for its trace before it counts as unmatched
   */
  public synchronized void serve(
      StreamsRuntime runtime,
      SearchIndex searchIndex,
      LabeledThreadStream threadStream,
      Exports exportJobs,
      HostInfo self,
      Duration wait,
      Clock clock,
      PrometheusMeterRegistry metrics) {
    this.runtime = runtime;
    this.index = searchIndex;
    this.stream = threadStream;
    this.exports = exportJobs;
    serve(Queries.Source.of(runtime, searchIndex, cuts, peerCalls(), self, wait, clock));
    new FeedbackGauges(queries.stores()).bindTo(metrics);
    Gauge.builder("threadmark.exports.held", cuts, HeldCuts::size)
        .description("Exports whose threads this instance holds")
        .register(metrics);
    scrape = new Scrape(metrics);
  }

  /** Begins to answer queries. */
  synchronized void serve(Queries.Source source) {
    queries = new Queries(source);
  }

  /** Takes cuts through the threads of all instances, from when it has begun to answer. */
  public Cuts cuts() {
    return selection -> {
      Queries ready;
      synchronized (this) {
        ready = queries;
      }
      if (ready == null) {
        throw new NotAvailableException("the processor is starting");
      }
      return ready.cuts().take(selection);
    };
  }

  /** The way to other instances. */
  PeerCalls peerCalls() {
    return new HttpPeerCalls(vertx, secret);
  }

  @Override
  public void close() {
    try {
      server.close().await(10, TimeUnit.SECONDS);
      vertx.close().await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      LOG.warn("the query server did not close in time", e);
    }
    pools.close();
    downloads.close();
    cuts.close();
  }

  private Void letGoOfIdle() {
    cuts.letGoOfIdle();
    return null;
  }

  private Router routes() {
    Router router = Router.router(vertx);
    router
        .get("/livez")
        .handler(request -> Answers.send(request, 200, Views.object().put("live", true)));
    router.get("/readyz").handler(this::ready);
    router.get("/metrics").handler(this::metrics);
    router.route().handler(this::knowWhoAsks);
    Answering answering = new Answering(vertx, pools, memory, this::queries);
    router
        .route("/api/v1/labeled-threads/stream")
        .method(HttpMethod.GET)
        .method(HttpMethod.HEAD)
        .handler(request -> stream().answer(request));
    new PublicRoutes(answering, downloads).mount(router);
    new ExportRoutes(
            this::exports, answering, new HttpPeerStreams(vertx, secret), Clock.systemUTC())
        .mount(router);
    new PeerRoutes(this::queries, answering).mount(router);
    router.errorHandler(
        404, request -> Answers.fail(request, RequestProblem.notFound("no such path")));
    router.errorHandler(500, request -> Answers.fail(request, request.failure()));
    return router;
  }

  /** All but health and metrics is for those who know the secret, where there is one. */
  private void knowWhoAsks(RoutingContext request) {
    if (secret.accepts(request.request().getHeader(InternalSecret.HEADER))) {
      request.next();
    } else {
      Answers.fail(request, RequestProblem.unknownCaller());
    }
  }

  private void ready(RoutingContext request) {
    StreamsRuntime running;
    SearchIndex searched;
    synchronized (this) {
      running = runtime;
      searched = index;
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
      deaths.put("newest_pause_ms", newest.pause().toMillis());
    }
    if (running != null && !running.timers().failing().isEmpty()) {
      ArrayNode timers = view.putArray("timers_failing");
      running.timers().failing().forEach(timer -> tell(timer, timers.addObject()));
    }
    List<String> building = searched == null ? List.of() : searched.notReady();
    if (!building.isEmpty()) {
      building.forEach(view.putArray("search_index")::add);
    }
    Answers.send(request, reasons.isEmpty() ? 200 : 503, view);
  }

  private static void tell(Timers.Failing timer, ObjectNode view) {
    view.put("timer", timer.timer()).put("partition", timer.partition());
    view.put("turns_fail", timer.turnFails()).put("rows_aside", timer.rowsAside());
    view.put("since", timer.since().toString()).put("newest_cause", timer.cause());
  }

  private void metrics(RoutingContext request) {
    Scrape ready;
    synchronized (this) {
      ready = scrape;
    }
    if (ready == null) {
      throw RequestProblem.unavailable("the processor is starting");
    }
    ready.answer(request);
  }

  private synchronized LabeledThreadStream stream() {
    if (stream == null) {
      throw RequestProblem.unavailable("the processor is starting");
    }
    return stream;
  }

  private synchronized Exports exports() {
    if (exports == null) {
      throw RequestProblem.unavailable("the processor is starting");
    }
    return exports;
  }

  private synchronized Queries queries() {
    if (queries == null) {
      throw RequestProblem.unavailable("the processor is starting");
    }
    return queries;
  }
}
