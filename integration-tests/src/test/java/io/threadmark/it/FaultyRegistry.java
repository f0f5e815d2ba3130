package io.threadmark.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands before a real registry and can be told to be away, slow, or to fail. */
final class FaultyRegistry implements AutoCloseable {
  /** What it does with a request. */
  enum Mode {
    WELL,
    AWAY,
    SLOW,
    FAILING
  }

  private static final long SLOW_MS = 1_500;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final String target;
  private final HttpServer server;
  private volatile Mode mode;

  FaultyRegistry(String target, Mode mode) throws IOException {
    this.target = target;
    this.mode = mode;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::pass);
    server.setExecutor(threads);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void become(Mode next) {
    mode = next;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (mode) {
        case AWAY -> {
          return; // closes the connection without an answer
        }
        case FAILING -> {
          exchange.sendResponseHeaders(500, -1);
          return;
        }
        case SLOW -> Thread.sleep(SLOW_MS);
        case WELL -> {
          // is passed on below
        }
      }
      byte[] body = exchange.getRequestBody().readAllBytes();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI()))
              .header("Content-Type", "application/vnd.schemaregistry.v1+json")
              .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body))
              .build();
      HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
