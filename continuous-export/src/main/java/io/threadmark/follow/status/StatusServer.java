package io.threadmark.follow.status;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.threadmark.dataset.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** What operators look at: {@code /livez}, {@code /readyz} and {@code /metrics}. */
public final class StatusServer implements AutoCloseable {
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int UNAVAILABLE = 503;
  private static final String JSON = "application/json";
  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread made = new Thread(work, "threadmark-status");
            made.setDaemon(true);
            return made;
          });

  private StatusServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Begins to listen.
   *
   * @param port 0 takes a free one
   * @param problems why it is not ready, a sentence each; empty where it is
   * @throws IllegalArgumentException where it cannot listen there
   */
  public static StatusServer start(
      String host, int port, Supplier<List<String>> problems, PrometheusMeterRegistry metrics) {
    StatusServer status;
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
      status = new StatusServer(HttpServer.create(address, 0));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "cannot listen on port %d of %s: %s".formatted(port, host, e.getMessage()), e);
    }
    status.server.setExecutor(status.thread);
    status.server.createContext(
        "/livez", asked -> send(asked, OK, JSON, Json.text(Json.object().put("live", true))));
    status.server.createContext("/readyz", asked -> sendReady(asked, problems.get()));
    status.server.createContext("/metrics", asked -> send(asked, OK, METRICS, metrics.scrape()));
    status.server.start();
    return status;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    thread.shutdownNow();
  }

  private static void sendReady(HttpExchange asked, List<String> problems) throws IOException {
    ObjectNode answer = Json.object().put("ready", problems.isEmpty());
    if (!problems.isEmpty()) {
      answer.set("reasons", Json.array(problems));
    }
    send(asked, problems.isEmpty() ? OK : UNAVAILABLE, JSON, Json.text(answer));
  }

  private static void send(HttpExchange asked, int status, String type, String text)
      throws IOException {
    try (asked) {
      if (!asked.getRequestURI().getPath().equals(asked.getHttpContext().getPath())) {
        asked.sendResponseHeaders(NOT_FOUND, -1);
      } else if (!asked.getRequestMethod().equals("GET")) {
        asked.sendResponseHeaders(METHOD_NOT_ALLOWED, -1);
      } else {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        asked.getResponseHeaders().set("Content-Type", type);
        asked.sendResponseHeaders(status, body.length);
        asked.getResponseBody().write(body);
      }
    }
  }
}
