package io.threadmark.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A client of the HTTP API that knows nothing but the contract. */
final class Api {
  static final ObjectMapper JSON = new ObjectMapper();

  /** An answer: its status, its JSON, and its text as it came. */
  record Answer(int status, JsonNode json, String text, HttpResponse<String> raw) {}

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String base;
  private final String project;

  Api(String base) {
    this(base, null);
  }

  private Api(String base, String project) {
    this.base = base;
    this.project = project;
  }

  /** The same address for another project. */
  Api in(String otherProject) {
    return new Api(base, otherProject);
  }

  /** What comes before every path. */
  String base() {
    return base;
  }

  Answer get(String pathAndQuery) {
    return send(HttpRequest.newBuilder(URI.create(base + pathAndQuery)).GET());
  }

  Answer delete(String pathAndQuery) {
    return send(HttpRequest.newBuilder(URI.create(base + pathAndQuery)).DELETE());
  }

  Answer post(String pathAndQuery, String json) {
    return post(pathAndQuery, "application/json", json);
  }

  Answer post(String pathAndQuery, String contentType, String body) {
    return send(
        HttpRequest.newBuilder(URI.create(base + pathAndQuery))
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  Answer put(String pathAndQuery, String json) {
    return send(
        HttpRequest.newBuilder(URI.create(base + pathAndQuery))
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(json)));
  }

  private Answer send(HttpRequest.Builder request) {
    if (project != null) {
      request.header("X-Threadmark-Project", project);
    }
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      String text = response.body();
      JsonNode json = text.startsWith("{") ? JSON.readTree(text) : null;
      return new Answer(response.statusCode(), json, text, response);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
