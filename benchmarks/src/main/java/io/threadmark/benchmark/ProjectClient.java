package io.threadmark.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The gateway, as an application of one project sees it. */
final class ProjectClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final int ACCEPTED = 202;
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Receipts are longer than the events; only what went wrong is worth reading. */
  private static final BodyHandler<String> UNLESS_ACCEPTED =
      answer ->
          answer.statusCode() == ACCEPTED
              ? BodySubscribers.replacing("")
              : BodyHandlers.ofString().apply(answer);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final String gateway;
  private final String project;

  /**
   * @param gateway its base address
   * @param project the name of the project
   */
  ProjectClient(String gateway, String project) {
    this.gateway = gateway;
    this.project = project;
  }

  String project() {
    return project;
  }

  /**
   * Posts events, an event a line, and repeats them as they are until all of them are durable.
   *
   * @throws IOException where one of them is refused, or there is no end of repeating
   */
  void post(byte[] lines) throws IOException, InterruptedException {
    HttpRequest request =
        request("/api/v1/events")
            .header("Content-Type", "application/x-ndjson")
            .POST(BodyPublishers.ofByteArray(lines))
            .build();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    HttpResponse<String> answer = http.send(request, UNLESS_ACCEPTED);
    while (answer.statusCode() == UNAVAILABLE && System.nanoTime() < deadline) {
      Thread.sleep(PAUSE.toMillis());
      answer = http.send(request, UNLESS_ACCEPTED);
    }
    if (answer.statusCode() != ACCEPTED) {
      throw new IOException("events are not taken: " + answer.statusCode() + " " + answer.body());
    }
  }

  /**
   * Asks, and does not wait for the answer.
   *
   * @param path with the query
   * @return whether it was answered; completed when all of the answer is here
   */
  CompletableFuture<Boolean> ask(String path) {
    return http.sendAsync(request(path).build(), BodyHandlers.ofByteArray())
        .handle((answer, failure) -> failure == null && answer.statusCode() == OK);
  }

  /**
   * The answer to a query.
   *
   * @param path with the query
   */
  JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request(path).build(), BodyHandlers.ofString());
    if (answer.statusCode() != OK) {
      throw new IOException(
          "no answer to " + path + ": " + answer.statusCode() + " " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(gateway + path))
        .timeout(TIMEOUT)
        .header("X-Threadmark-Project", project);
  }
}
