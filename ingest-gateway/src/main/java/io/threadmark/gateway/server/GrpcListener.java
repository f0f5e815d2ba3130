package io.threadmark.gateway.server;

import io.threadmark.gateway.door.otlp.OtlpDoor;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One event loop's share of the server that takes calls of gRPC. */
final class GrpcListener extends VerticleBase {
  /** Calls of one connection at a time: each may hold a whole message before it is taken. */
  private static final int MOST_CALLS = 32;

  private final OtlpDoor door;
  private final HttpOptions options;
  private HttpServer server;

  GrpcListener(OtlpDoor door, HttpOptions options) {
    this.door = door;
    this.options = options;
  }

  @Override
  public Future<?> start() {
    server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(MOST_CALLS))
                    .setIdleTimeout(Math.toIntExact(options.idleTimeout().toMillis()))
                    .setIdleTimeoutUnit(TimeUnit.MILLISECONDS))
            .requestHandler(door.grpc(vertx));
    // Listeners on one negative port share one free port; another one than the doors' own.
    return server.listen(options.grpcPort() == 0 ? -2 : options.grpcPort(), options.host());
  }

  int port() {
    return server.actualPort();
  }

  @Override
  public Future<?> stop() {
    return shutdown(Duration.ZERO);
  }

  /** Takes no more calls and gives those under way their time. */
  Future<Void> shutdown(Duration timeout) {
    return server == null
        ? Future.succeededFuture()
        : server.shutdown(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }
}
