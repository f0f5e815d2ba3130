package io.threadmark.standalone.load;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.threadmark.standalone.cluster.Loopback;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;

/** A gateway that answers what it is told to, and remembers what it got. */
final class FakeGateway implements AutoCloseable {
  private final HttpServer server;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedDeque<Answer> answers = new ConcurrentLinkedDeque<>();

  record Request(String body, String idempotencyKey, String authorization) {}

  record Answer(int status, String body, Map<String, String> headers) {}

  FakeGateway() throws IOException {
    server = HttpServer.create(new InetSocketAddress(Loopback.address(), 0), 0);
    server.createContext("/api/v1/events", this::handle);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** Answers so once, after what it was told before; without any, it accepts everything. */
  FakeGateway then(int status, String body) {
    answers.add(new Answer(status, body, Map.of("Retry-After", "0")));
    return this;
  }

  List<Request> requests() {
    return requests;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(
        new Request(
            body,
            exchange.getRequestHeaders().getFirst("Idempotency-Key"),
            exchange.getRequestHeaders().getFirst("Authorization")));
    Answer answer = answers.poll();
    if (answer == null) {
      String accepted = "{\"accepted\":%d,\"rejected\":[]}".formatted(body.lines().count());
      answer = new Answer(202, accepted, Map.of());
    }
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
