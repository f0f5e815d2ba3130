package io.threadmark.processor.query;

import io.threadmark.processor.stage.StateStores;
import io.threadmark.schema.Key;
import io.threadmark.schema.TraceId;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.streams.state.HostInfo;

/** The addresses of queries, which gateways pass on. */
final class PublicRoutes {
  static final int DEFAULT_PAGE = 100;
  static final int DEFAULT_ROWS = 50;
  static final int MOST_PAGE = 500;

  private final Supplier<Queries> queries;
  private final Answering answering;

  PublicRoutes(Supplier<Queries> queries, Answering answering) {
    this.queries = queries;
    this.answering = answering;
  }

  void mount(Router router) {
    get(router, "/api/v1/traces/:id", Set.of(), this::trace);
    get(router, "/api/v1/traces", Set.of("client_request_id"), this::tracesOfRequest);
    get(router, "/api/v1/threads/:id", Set.of("page_size", "cursor"), this::thread);
    get(router, "/api/v1/feedback", FeedbackFilter.PARAMETERS, this::feedbackList);
    get(router, "/api/v1/feedback/:id", Set.of(), this::feedback);
    get(router, "/api/v1/erasures/:id", Set.of(), this::erasure);
    FeedbackStatistics.PARAMETERS.forEach(
        (path, known) ->
            get(
                router,
                path,
                known,
                (request, parameters) -> queries.get().statistics().of(path, parameters)));
    router
        .get("/api/v1/metrics/summary")
        .handler(request -> answering.metrics(request, MetricsApi.OF_SUMMARY, this::summary));
    router
        .get("/api/v1/metrics")
        .handler(request -> answering.metrics(request, MetricsApi.OF_SERIES, this::series));
  }

  private void get(Router router, String path, Set<String> known, Answering.Answer answer) {
    router.get(path).handler(request -> answering.query(request, known, answer));
  }

  private byte[] trace(RoutingContext request, QueryParameters parameters) {
    return Views.json(queries.get().traces().find(parameters.project(), request.pathParam("id")));
  }

  private byte[] tracesOfRequest(RoutingContext request, QueryParameters parameters) {
    String requestId = parameters.text("client_request_id");
    if (requestId == null || requestId.isEmpty()) {
      throw RequestProblem.invalid("client_request_id", "must be given");
    }
    return Views.json(queries.get().traces().byClientRequest(parameters.project(), requestId));
  }

  private byte[] feedback(RoutingContext request, QueryParameters parameters) {
    return Views.json(queries.get().feedback().find(parameters.project(), request.pathParam("id")));
  }

  private byte[] erasure(RoutingContext request, QueryParameters parameters) {
    return Views.json(queries.get().erasures().find(parameters.project(), request.pathParam("id")));
  }

  private byte[] summary(RoutingContext request, QueryParameters parameters) {
    return Views.json(queries.get().metrics().summary(parameters));
  }

  private byte[] series(RoutingContext request, QueryParameters parameters) {
    return Views.json(queries.get().metrics().series(parameters));
  }

  private byte[] feedbackList(RoutingContext request, QueryParameters parameters) {
    FeedbackFilter filter = FeedbackFilter.read(parameters);
    int size = parameters.whole("page_size", DEFAULT_ROWS, 1, MOST_PAGE);
    return Views.json(queries.get().feedbackList().find(filter, size).view());
  }

  /** A thread has many rows, so its owner answers, not whoever was asked. */
  private byte[] thread(RoutingContext request, QueryParameters parameters) {
    int pageSize = parameters.whole("page_size", DEFAULT_PAGE, 1, MOST_PAGE);
    String cursor = parameters.text("cursor");
    Key thread = Key.thread(parameters.project(), canonicalThread(request.pathParam("id")));
    Queries all = queries.get();
    HostInfo owner = all.stores().owner(StateStores.THREADS, thread);
    try {
      return owner.equals(all.self())
          ? all.localThread(thread, pageSize, cursor)
          : all.peers().thread(owner, thread, pageSize, cursor);
    } catch (IllegalArgumentException e) {
      throw RequestProblem.invalid("cursor", e.getMessage());
    }
  }

  /** The thread of a trace that has none is named by the trace's canonical id. */
  private static String canonicalThread(String id) {
    String prefix = TraceId.OWN_THREAD_PREFIX;
    return id.startsWith(prefix)
        ? TraceId.ownThread(TraceId.canonical(id.substring(prefix.length())))
        : id;
  }
}
