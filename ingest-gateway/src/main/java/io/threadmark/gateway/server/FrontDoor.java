package io.threadmark.gateway.server;

import io.threadmark.gateway.http.ErrorAnswer;
import io.threadmark.gateway.http.JsonAnswer;
import io.threadmark.gateway.http.RequestMetrics;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.schema.project.ProjectHeader;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;

/** One event loop's share of the server. */
final class FrontDoor extends VerticleBase {
  /** Receipts travel in addresses and headers. */
  private static final int LONGEST_LINE = 64 * 1024;

  /** Headers that decide what a request is: of two, somebody before us may have read the other. */
  private static final List<String> SINGLE =
      List.of(
          ProjectHeader.NAME,
          "Authorization",
          "api-key",
          "X-Api-Key",
          "Idempotency-Key",
          "Content-Type",
          "Content-Encoding",
          "Host");

  private final Routes routes;
  private final RequestMetrics metrics;
  private final HttpOptions options;

  /** Connections that end with the answer that is under way; each is of one event loop. */
  private final Set<HttpConnection> ending = Collections.newSetFromMap(new WeakHashMap<>());

  private Router router;
  private HttpServer server;

  FrontDoor(Routes routes, RequestMetrics metrics, HttpOptions options) {
    this.routes = routes;
    this.metrics = metrics;
    this.options = options;
  }

  @Override
  public Future<?> start() {
    HttpServerOptions server =
        new HttpServerOptions()
            .setHandle100ContinueAutomatically(true)
            .setMaxInitialLineLength(LONGEST_LINE)
            .setMaxHeaderSize(LONGEST_LINE)
            .setIdleTimeout(Math.toIntExact(options.idleTimeout().toMillis()))
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    router = routes.router(vertx, metrics, this::closeWhereItEnds);
    this.server =
        vertx
            .createHttpServer(server)
            .requestHandler(this::take)
            .invalidRequestHandler(FrontDoor::refuse);
    // Doors that listen on one negative port share one free port.
    return this.server.listen(options.port() == 0 ? -1 : options.port(), options.host());
  }

  int port() {
    return server.actualPort();
  }

  @Override
  public Future<?> stop() {
    return shutdown(Duration.ZERO);
  }

  /** Takes no more connections and gives requests under way their time. */
  Future<Void> shutdown(Duration timeout) {
    return server == null
        ? Future.succeededFuture()
        : server.shutdown(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Refuses a body whose end the server and whoever stands before it may see in different places
   * (RFC 9112, 6.1).
   */
  private void take(HttpServerRequest request) {
    if (ending.contains(request.connection())) {
      request.connection().close(); // it was sent behind the last request that is served
      return;
    }
    List<String> codings = request.headers().getAll("Transfer-Encoding");
    boolean known = codings.stream().allMatch(coding -> coding.strip().equalsIgnoreCase("chunked"));
    String twice = twice(request);
    if (codings.size() > 1 || !known) {
      refuse(request);
    } else if (twice != null) {
      refuse(request, ErrorCode.INVALID_REQUEST, "the header " + twice + " must be given once");
    } else {
      if (!codings.isEmpty()) {
        // A length beside the chunks is gone by now; whoever saw it may see other requests behind.
        ending.add(request.connection());
        request.response().putHeader("Connection", "close");
      }
      router.handle(request);
    }
  }

  private void closeWhereItEnds(RoutingContext context) {
    HttpConnection connection = context.request().connection();
    if (ending.contains(connection)) {
      context.addEndHandler(ended -> connection.close());
    }
    context.next();
  }

  /** A header that has one value and was given several; null where there is none. */
  private static String twice(HttpServerRequest request) {
    for (String name : SINGLE) {
      if (request.headers().getAll(name).size() > 1) {
        return name;
      }
    }
    return null;
  }

  /** Answers what is no HTTP that the server takes. */
  private static void refuse(HttpServerRequest request) {
    String cause = String.valueOf(request.decoderResult().cause());
    ErrorCode code =
        cause.contains("TooLongHttpLine")
            ? ErrorCode.URI_TOO_LONG
            : cause.contains("TooLongHttpHeader")
                ? ErrorCode.HEADERS_TOO_LARGE
                : ErrorCode.INVALID_REQUEST;
    refuse(request, code, "the request is not HTTP that is taken here");
  }

  private static void refuse(HttpServerRequest request, ErrorCode code, String why) {
    HttpServerResponse response = request.response();
    response.putHeader("Connection", "close");
    JsonAnswer.send(response, code.status(), json -> ErrorAnswer.write(json, code, "", why))
        .onComplete(sent -> request.connection().close());
  }
}
