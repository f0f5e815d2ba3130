package io.threadmark.processor.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.processor.index.Selection.Unit;
import io.threadmark.processor.query.agreement.FeedbackStatistics;
import io.threadmark.processor.query.dataset.DatasetDownloads;
import io.threadmark.processor.query.dataset.DatasetRequest;
import io.threadmark.processor.query.feedback.FeedbackFilter;
import io.threadmark.processor.query.filter.SelectionReader;
import io.threadmark.processor.query.http.QueryParameters;
import io.threadmark.processor.query.http.RequestProblem;
import io.threadmark.processor.query.http.Views;
import io.threadmark.processor.query.list.ListRequest;
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

  private static final String INCLUDE_SPANS = "include_spans";

  private final Answering answering;
  private final DatasetDownloads downloads;

  PublicRoutes(Answering answering, DatasetDownloads downloads) {
    this.answering = answering;
    this.downloads = downloads;
  }

  void mount(Router router) {
    count(router, "/api/v1/traces/count", Unit.TRACES);
    count(router, "/api/v1/threads/count", Unit.THREADS);
    get(router, "/api/v1/traces/:id", Set.of(INCLUDE_SPANS), PublicRoutes::trace);
    list(router, "/api/v1/traces", Unit.TRACES);
    list(router, "/api/v1/threads", Unit.THREADS);
    reading(router, "/api/v1/datasets/:format").handler(this::dataset);
    get(router, "/api/v1/threads/:id", Set.of("page_size", "cursor"), PublicRoutes::thread);
    get(router, "/api/v1/feedback", FeedbackFilter.PARAMETERS, PublicRoutes::feedbackList);
    get(router, "/api/v1/feedback/:id", Set.of("explain"), PublicRoutes::feedback);
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
    reading(router, "/api/v1/projects")
        .handler(
            request ->
                answering.list(
                    request,
                    new QueryParameters(request, Set.of()),
                    (queries, asked, parameters) -> projects(queries, parameters)));
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

  private void list(Router router, String path, Unit unit) {
    reading(router, path).handler(request -> list(request, unit));
  }

  /** Who asks for the traces of one client request alone need not wait for the index. */
  private void list(RoutingContext request, Unit unit) {
    QueryParameters parameters =
        QueryParameters.ofList(request, ListRequest.once(unit), ListRequest.lists(unit));
    String requestId = unit == Unit.TRACES ? parameters.only("client_request_id") : null;
    if (requestId != null) {
      answering.query(
          request, parameters, (queries, asked, given) -> tracesOf(queries, given, requestId));
    } else {
      answering.list(
          request,
          parameters,
          (queries, asked, given) ->
              Views.json(queries.lists().query().page(ListRequest.read(unit, given))));
    }
  }

  /** A dataset of the threads that a list would have, as a file. */
  private void dataset(RoutingContext request) {
    DatasetRequest asked = DatasetRequest.read(request);
    if (request.request().method().equals(HttpMethod.HEAD)) {
      DatasetDownloads.describe(request, asked);
      request.response().end();
      return;
    }
    answering.seen(
        request, asked.parameters(), queries -> downloads.begin(request, asked, queries.cuts()));
  }

  /** Whose project it is decides nothing yet but whether the request is sound. */
  private static byte[] projects(Queries queries, QueryParameters parameters) {
    parameters.project();
    return Views.json(queries.lists().projects().find());
  }

  private static byte[] tracesOf(Queries queries, QueryParameters parameters, String requestId) {
    return Views.json(queries.traces().byClientRequest(parameters.project(), requestId));
  }

  private void count(Router router, String path, Unit unit) {
    reading(router, path)
        .handler(
            request ->
                answering.list(
                    request,
                    QueryParameters.ofList(
                        request, ListRequest.ofCount(unit), SelectionReader.lists(unit)),
                    (queries, asked, parameters) ->
                        Views.json(
                            queries
                                .lists()
                                .query()
                                .count(ListRequest.readCount(unit, parameters)))));
  }

  /** The answer to a HEAD is that to a GET, without its body. */
  private static Route reading(Router router, String path) {
    return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
  }

  private static byte[] trace(Queries queries, RoutingContext request, QueryParameters parameters) {
    String id = request.pathParam("id");
    boolean spans = parameters.flag(INCLUDE_SPANS, false);
    String project = parameters.project();
    return Views.json(
        spans ? queries.traces().findWithSpans(project, id) : queries.traces().find(project, id));
  }

  private static byte[] feedback(
      Queries queries, RoutingContext request, QueryParameters parameters) {
    String id = request.pathParam("id");
    boolean explain = parameters.flag("explain", false);
    ObjectNode found = queries.feedback().find(parameters.project(), id);
    if (found != null && explain) {
      queries.explanation().explain(found, parameters.project(), id);
    }
    return Views.json(found);
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
    Key thread = Key.thread(parameters.project(), TraceId.canonicalThread(request.pathParam("id")));
    try {
      return queries.threads().find(thread, pageSize, cursor);
    } catch (IllegalArgumentException e) {
      throw RequestProblem.invalid("cursor", e.getMessage());
    }
  }
}
