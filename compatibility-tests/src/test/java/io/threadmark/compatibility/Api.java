package io.threadmark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * A client of one project.
 *
 * @param base the gateway's or a processor's address
 * @param project the project
 */
record Api(String base, String project) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Posts events, one a line. */
  void post(String lines) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(URI.create(base + "/api/v1/events"))
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(lines)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
  }

  /** What a query finds. */
  JsonNode get(String path) throws IOException, InterruptedException {
    return get(path, 200);
  }

  /** What is answered with a status. */
  JsonNode get(String path, int status) throws IOException, InterruptedException {
    HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(base + path)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return JSON.readTree(answer.body());
  }

  int status(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(base + path))).statusCode();
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    request.header("X-Threadmark-Project", project);
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
