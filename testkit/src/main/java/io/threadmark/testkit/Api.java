package io.threadmark.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A client of the HTTP API that knows nothing but the contract. */
public final class Api {
  public static final ObjectMapper JSON = new ObjectMapper();

  /** An answer: its status, its JSON, and its text as it came. */
  public record Answer(int status, JsonNode json, String text, HttpResponse<String> raw) {

    /** This, where its status is the one that has to be. */
    public Answer expect(int expected) {
      if (status != expected) {
        throw new AssertionError("expected status " + expected + ", got " + status + ": " + text);
      }
      return this;
    }
  }

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String base;
  private final String project;

  /** A client that names no project. */
  public Api(String base) {
    this(base, null);
  }

  private Api(String base, String project) {
    this.base = base;
    this.project = project;
  }

  /** The same address for another project. */
  public Api in(String otherProject) {
    return new Api(base, otherProject);
  }

  /** What comes before every path. */
  public String base() {
    return base;
  }

  public Answer get(String pathAndQuery) {
    return send(HttpRequest.newBuilder(URI.create(base + pathAndQuery)).GET());
  }

  public Answer delete(String pathAndQuery) {
    return send(HttpRequest.newBuilder(URI.create(base + pathAndQuery)).DELETE());
  }

  public Answer post(String pathAndQuery, String json) {
    return post(pathAndQuery, "application/json", json);
  }

  public Answer post(String pathAndQuery, String contentType, String body) {
    return send(
        HttpRequest.newBuilder(URI.create(base + pathAndQuery))
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Posts events, one a line. */
  public Answer postEvents(String lines) {
    return post("/api/v1/events", "application/x-ndjson", lines);
  }

  public Answer put(String pathAndQuery, String json) {
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
