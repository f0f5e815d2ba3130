package io.threadmark.compatibility;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands in front of a registry, sees what is asked, and answers in its stead when told to. */
final class FlakyRegistry implements AutoCloseable {
  /** Pass on what is asked. */
  static final int WELL = 0;

  /** Close the connection without an answer. */
  static final int GONE = -1;

  private static final String ERROR = "{\"error_code\":%d,\"message\":\"told to\"}";

  private final String behind;
  private final HttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Set<String> authorizations = ConcurrentHashMap.newKeySet();
  private volatile int behaviour = WELL;
  private volatile String body = "";

  FlakyRegistry(String behind) throws IOException {
    this.behind = behind;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers as the API says, from now on: {@link #WELL}, {@link #GONE}, or a status of HTTP. */
  void behave(int how) {
    behave(how, ERROR.formatted(how));
  }

  /** Likewise, with any body. */
  void behave(int how, String text) {
    body = text;
    behaviour = how;
  }

  /** The passwords that were shown, as HTTP writes them. */
  Set<String> authorizations() {
    return authorizations;
  }

  /** What was asked: method, path and query. */
  List<String> requests() {
    return requests;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization != null) {
      authorizations.add(authorization);
    }
    byte[] asked = exchange.getRequestBody().readAllBytes();
    try (exchange) {
      if (behaviour == WELL) {
        passOn(exchange, asked);
      } else if (behaviour != GONE) {
        send(exchange, behaviour, body);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void passOn(HttpExchange exchange, byte[] asked)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(behind + exchange.getRequestURI()))
            .header("Content-Type", exchange.getRequestHeaders().getFirst("Content-Type"))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(asked))
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    send(exchange, answer.statusCode(), answer.body());
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
