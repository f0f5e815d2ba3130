package io.threadmark.gateway.query;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Connections to processors. Those of requests that wait are others than those of plain queries,
 * which would else stand in line behind waits of seconds.
 *
 * @param queries for what is answered at once
 * @param waits for what may wait first
 * @param streams for what never ends by itself
 */
public record Connections(HttpClient queries, HttpClient waits, HttpClient streams) {
  /** To each processor, at a time; it takes no more. */
  private static final int STREAMS = 64;

  /** Requests in line for each connection; who comes then is turned away. */
  static final int IN_LINE_FOR_EACH = 4;

  private static final int CONNECT_TIMEOUT_MS = 2_000;

  /**
   * Connections that are opened as they are needed.
   *
   * @param queries to each processor, at a time
   * @param waits to each processor, at a time
   * @param idleTimeout after which one on which nothing moves is closed
   */
  public static Connections of(Vertx vertx, int queries, int waits, Duration idleTimeout) {
    return new Connections(
        client(vertx, queries, idleTimeout),
        client(vertx, waits, idleTimeout),
        client(vertx, STREAMS, idleTimeout));
  }

  private static HttpClient client(Vertx vertx, int connections, Duration idleTimeout) {
    return vertx.createHttpClient(
        new HttpClientOptions()
            .setConnectTimeout(CONNECT_TIMEOUT_MS)
            .setIdleTimeout(Math.toIntExact(idleTimeout.toMillis()))
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS),
        new PoolOptions()
            .setHttp1MaxSize(connections)
            .setMaxWaitQueueSize(IN_LINE_FOR_EACH * connections));
  }
}
