package io.threadmark.schema.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.threadmark.testkit.StubServer;
import io.threadmark.testkit.StubServer.Answer;
import io.threadmark.testkit.StubServer.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A registry of a few lines that can be told to fail. */
final class FakeRegistry implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  final Map<String, String> levels = new ConcurrentHashMap<>();
  volatile int failWith;

  /** Whether a first setting of a level finds that somebody else has just made it. */
  volatile boolean anotherIsFaster;

  private final List<String> schemas = new ArrayList<>();
  private final StubServer server = new StubServer(this::answer);

  String url() {
    return server.url() + "/base";
  }

  Map<String, String> config() {
    return Map.of(SchemaRegistry.URL_CONFIG, url(), SchemaRegistry.USER_INFO_CONFIG, "me:word");
  }

  /** What was asked: method, path and password. */
  List<String> requests() {
    return server.requests().stream()
        .map(
            request ->
                request.method()
                    + " "
                    + request.uri().getPath()
                    + " "
                    + request.header("Authorization"))
        .toList();
  }

  @Override
  public void close() {
    server.close();
  }

  private synchronized Answer answer(Request request) throws IOException {
    String path = request.uri().getPath();
    if (failWith != 0) {
      return Answer.json(failWith, "{\"error_code\":1,\"message\":\"told to\"}");
    } else if (path.endsWith("/versions")) {
      return register(JSON.readTree(request.body()).get("schema").asText());
    } else if (path.startsWith("/base/schemas/ids/")) {
      return schema(Integer.parseInt(path.substring(path.lastIndexOf('/') + 1)));
    } else if (path.startsWith("/base/config/")) {
      return config(request, path);
    }
    return Answer.json(200, "{}");
  }

  private Answer register(String schema) {
    if (!schemas.contains(schema)) {
      schemas.add(schema);
    }
    return Answer.json(200, "{\"id\":" + (schemas.indexOf(schema) + 1) + "}");
  }

  private Answer schema(int id) {
    if (id > schemas.size()) {
      return Answer.json(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
    }
    return Answer.json(200, JSON.createObjectNode().put("schema", schemas.get(id - 1)).toString());
  }

  private Answer config(Request request, String path) throws IOException {
    if (request.method().equals("PUT")) {
      String level = JSON.readTree(request.body()).get("compatibility").asText();
      boolean late = levels.put(path, level) == null && anotherIsFaster;
      return Answer.json(late ? 409 : 200, "{\"message\":\"exists\"}");
    } else if (levels.containsKey(path)) {
      return Answer.json(200, "{\"compatibilityLevel\":\"" + levels.get(path) + "\"}");
    }
    return Answer.json(404, "{\"message\":\"none\"}");
  }
}
