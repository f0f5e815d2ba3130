package io.threadmark.schema.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A registry of a few lines that can be told to fail. */
final class FakeRegistry implements AutoCloseable {
  final List<String> schemas = new ArrayList<>();
  final List<String> requests = new CopyOnWriteArrayList<>();
  final Map<String, String> levels = new ConcurrentHashMap<>();
  volatile int failWith;

  /** Whether a first setting of a level finds that somebody else has just made it. */
  volatile boolean anotherIsFaster;

  private final HttpServer server;

  FakeRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/base";
  }

  Map<String, String> config() {
    return Map.of(SchemaRegistry.URL_CONFIG, url(), SchemaRegistry.USER_INFO_CONFIG, "me:word");
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.add(
        exchange.getRequestMethod()
            + " "
            + path
            + " "
            + exchange.getRequestHeaders().getFirst("Authorization"));
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (failWith != 0) {
      send(exchange, failWith, "{\"error_code\":1,\"message\":\"told to\"}");
    } else if (path.endsWith("/versions")) {
      String schema = new ObjectMapper().readTree(body).get("schema").asText();
      if (!schemas.contains(schema)) {
        schemas.add(schema);
      }
      send(exchange, 200, "{\"id\":" + (schemas.indexOf(schema) + 1) + "}");
    } else if (path.startsWith("/base/schemas/ids/")) {
      int id = Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
      if (id > schemas.size()) {
        send(exchange, 404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
      } else {
        send(
            exchange,
            200,
            new ObjectMapper().createObjectNode().put("schema", schemas.get(id - 1)).toString());
      }
    } else if (path.startsWith("/base/config/")) {
      config(exchange, path, body);
    } else {
      send(exchange, 200, "{}");
    }
  }

  private void config(HttpExchange exchange, String path, String body) throws IOException {
    if (exchange.getRequestMethod().equals("PUT")) {
      String level = new ObjectMapper().readTree(body).get("compatibility").asText();
      boolean late = levels.put(path, level) == null && anotherIsFaster;
      send(exchange, late ? 409 : 200, "{\"message\":\"exists\"}");
    } else if (levels.containsKey(path)) {
      send(exchange, 200, "{\"compatibilityLevel\":\"" + levels.get(path) + "\"}");
    } else {
      send(exchange, 404, "{\"message\":\"none\"}");
    }
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
