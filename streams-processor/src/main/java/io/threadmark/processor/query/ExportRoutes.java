package io.threadmark.processor.query;

import io.threadmark.processor.cluster.PeerStreams;
import io.threadmark.processor.export.job.Exports;
import io.threadmark.processor.query.export.ExportQuery;
import io.threadmark.processor.query.export.PackageFile;
import io.threadmark.processor.query.http.Answers;
import io.threadmark.processor.query.http.QueryParameters;
import io.threadmark.processor.query.http.RequestProblem;
import io.threadmark.processor.query.http.Views;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The addresses of exports; those of their packages lead to the instance that has them. */
final class ExportRoutes {
  private static final String ALL = "/api/v1/exports";
  private static final String ONE = ALL + "/:id";
  private static final String FILE_OF_PEER = "/internal/v1/exports/";
  private static final String PAGE_SIZE = "page_size";
  private static final int MOST_BODY_BYTES = 1024 * 1024;
  private static final List<String> ABOUT_PARTS = List.of("Range", "If-Range");

  private final Supplier<Exports> exports;
  private final Answering answering;
  private final PeerStreams peers;
  private final Clock clock;

  /**
   * @param exports throws while the processor starts
   */
  ExportRoutes(Supplier<Exports> exports, Answering answering, PeerStreams peers, Clock clock) {
    this.exports = exports;
    this.answering = answering;
    this.peers = peers;
    this.clock = clock;
  }

  void mount(Router router) {
    router.post(ALL).handler(this::ask);
    reading(router, ALL, Set.of(PAGE_SIZE), this::list);
    reading(router, ONE, Set.of(), this::find);
    router.delete(ONE).handler(request -> answering.export(request, Set.of(), this::cancel));
    router.post(ONE + "/retry").handler(this::repeat);
    for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.HEAD)) {
      router.route(method, ONE + "/file").handler(request -> file(request, true));
      router.route(method, FILE_OF_PEER + ":id/file").handler(request -> file(request, false));
    }
  }

  private void reading(Router router, String path, Set<String> known, Answering.Answer answer) {
    router
        .route(path)
        .method(HttpMethod.GET)
        .method(HttpMethod.HEAD)
        .handler(request -> answering.export(request, known, answer));
  }

  /** What the request waits for is in the cut: it is as new as lists are. */
  private void ask(RoutingContext request) {
    String key = request.request().getHeader("Idempotency-Key");
    WholeBody.of(request.request(), MOST_BODY_BYTES)
        .map(
            body -> {
              answering.beginExport(
                  request,
                  (queries, asked, parameters) ->
                      Views.json(query().ask(parameters.project(), body, key)));
              return null;
            })
        .onFailure(failure -> Answers.fail(request, failure));
  }

  private void repeat(RoutingContext request) {
    answering.beginExport(
        request,
        (queries, asked, parameters) ->
            Views.json(query().repeat(parameters.project(), asked.pathParam("id"))));
  }

  private byte[] list(Queries queries, RoutingContext request, QueryParameters parameters) {
    int most = parameters.whole(PAGE_SIZE, PublicRoutes.DEFAULT_ROWS, 1, PublicRoutes.MOST_PAGE);
    return Views.json(query().list(parameters.project(), most));
  }

  private byte[] find(Queries queries, RoutingContext request, QueryParameters parameters) {
    return Views.json(query().find(parameters.project(), request.pathParam("id")));
  }

  private byte[] cancel(Queries queries, RoutingContext request, QueryParameters parameters) {
    return Views.json(query().cancel(parameters.project(), request.pathParam("id")));
  }

  private ExportQuery query() {
    return new ExportQuery(exports.get(), clock);
  }

  /**
   * @param mayAsk whether another instance may be asked for it
   */
  private void file(RoutingContext request, boolean mayAsk) {
    String project = new QueryParameters(request, Set.of()).project();
    String id = request.pathParam("id");
    Exports found = exports.get();
    answering
        .aboutExport(() -> PackageFile.find(found, project, id))
        .onSuccess(
            file -> {
              if (file.here() != null) {
                file.send(request);
              } else if (mayAsk) {
                pass(request, file, project, id);
              } else {
                Answers.fail(request, RequestProblem.unavailable("the package is elsewhere"));
              }
            })
        .onFailure(failure -> Answers.fail(request, failure));
  }

  private void pass(RoutingContext request, PackageFile file, String project, String id) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    for (String name : ABOUT_PARTS) {
      String value = request.request().getHeader(name);
      if (value != null) {
        headers.add(name, value);
      }
    }
    peers
        .pass(
            file.owner(),
            new PeerStreams.Wanted(
                request.request().method(), FILE_OF_PEER + id + "/file", project, headers),
            request.response())
        .onFailure(failure -> Answers.fail(request, failure));
  }
}
