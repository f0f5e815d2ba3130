package io.threadmark.processor.query;

import io.threadmark.processor.query.agreement.FeedbackStatistics;
import io.threadmark.processor.query.feedback.FeedbackFilter;
import io.threadmark.processor.query.http.QueryParameters;
import io.threadmark.processor.query.http.RequestProblem;
import io.threadmark.processor.query.http.Views;
import io.threadmark.processor.query.metrics.MetricsApi;
import io.threadmark.schema.Key;
import io.threadmark.schema.TraceId;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Set;

/** The addresses of queries, which gateways pass on. */
final class PublicRoutes {
  static final int DEFAULT_PAGE = 100;
  static final int DEFAULT_ROWS = 50;
  static final int MOST_PAGE = 500;

  private final Answering answering;

  PublicRoutes(Answering answering) {
    this.answering = answering;
  }

  void mount(Router router) {
    get(router, "/api/v1/traces/:id", Set.of(), PublicRoutes::trace);
    get(router, "/api/v1/traces", Set.of("client_request_id"), PublicRoutes::tracesOfRequest);
    get(router, "/api/v1/threads/:id", Set.of("page_size", "cursor"), PublicRoutes::thread);
    get(router, "/api/v1/feedback", FeedbackFilter.PARAMETERS, PublicRoutes::feedbackList);
    get(router, "/api/v1/feedback/:id", Set.of(), PublicRoutes::feedback);
    reading(router, "/api/v1/receipts/:id").handler(answering::receipt);
    get(router, "/api/v1/erasures/:id", Set.of(), PublicRoutes::erasure);
    FeedbackStatistics.PARAMETERS.forEach(
        (path, known) ->
            get(
                router,
                path,
                known,
                (queries, request, parameters) -> queries.statistics().of(path, parameters),
                Answering.LONG));
    reading(router, "/api/v1/metrics/summary")
        .handler(
            request -> answering.metrics(request, MetricsApi.OF_SUMMARY, PublicRoutes::summary));
    reading(router, "/api/v1/metrics")
        .handler(request -> answering.metrics(request, MetricsApi.OF_SERIES, PublicRoutes::series));
  }

  private void get(Router router, String path, Set<String> known, Answering.Answer answer) {
    get(router, path, known, answer, Answering.SHORT);
  }

  private void get(
      Router router, String path, Set<String> known, Answering.Answer answer, Duration most) {
    reading(router, path).handler(request -> answering.query(request, known, answer, most));
  }

  /** The answer to a HEAD is that to a GET, without its body. */
  private static Route reading(Router router, String path) {
    return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
  }

  private static byte[] trace(Queries queries, RoutingContext request, QueryParameters parameters) {
    return Views.json(queries.traces().find(parameters.project(), request.pathParam("id")));
  }

  private static byte[] tracesOfRequest(
      Queries queries, RoutingContext request, QueryParameters parameters) {
    String requestId = parameters.text("client_request_id");
    if (requestId == null || requestId.isEmpty()) {
      throw RequestProblem.invalid("client_request_id", "must be given");
    }
    return Views.json(queries.traces().byClientRequest(parameters.project(), requestId));
  }

  private static byte[] feedback(
      Queries queries, RoutingContext request, QueryParameters parameters) {
    return Views.json(queries.feedback().find(parameters.project(), request.pathParam("id")));
  }

  private static byte[] erasure(
      Queries queries, RoutingContext request, QueryParameters parameters) {
    return Views.json(queries.erasures().find(parameters.project(), request.pathParam("id")));
  }

  private static byte[] summary(
      Queries queries, RoutingContext request, QueryParameters parameters) {
    return Views.json(queries.metrics().summary(parameters));
  }

  private static byte[] series(
      Queries queries, RoutingContext request, QueryParameters parameters) {
    return Views.json(queries.metrics().series(parameters));
  }

  private static byte[] feedbackList(
      Queries queries, RoutingContext request, QueryParameters parameters) {
    FeedbackFilter filter = FeedbackFilter.read(parameters);
    int size = parameters.whole("page_size", DEFAULT_ROWS, 1, MOST_PAGE);
    return Views.json(queries.feedbackList().find(filter, size).view());
  }

  private static byte[] thread(
      Queries queries, RoutingContext request, QueryParameters parameters) {
    int pageSize = parameters.whole("page_size", DEFAULT_PAGE, 1, MOST_PAGE);
    String cursor = parameters.text("cursor");
    Key thread = Key.thread(parameters.project(), canonicalThread(request.pathParam("id")));
    try {
      return queries.threads().find(thread, pageSize, cursor);
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
