package io.threadmark.standalone.dev;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Asks servers how they are. */
final class HttpProbe {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int LONGEST_REASON = 500;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();

  /** Why an address does not answer 200; empty if it does. */
  Optional<String> reasonNotOk(String address) throws InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(address)).timeout(TIMEOUT).build());
  }

  /** Puts a JSON body at an address; the reason, if the answer is not 200. */
  Optional<String> putJson(String address, String body) throws InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(address))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body))
            .build());
  }

  private Optional<String> send(HttpRequest request) throws InterruptedException {
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() == 200) {
        return Optional.empty();
      }
      String body = answer.body().strip();
      return Optional.of(
          request.uri()
              + " answers "
              + answer.statusCode()
              + " "
              + body.substring(0, Math.min(LONGEST_REASON, body.length())));
    } catch (IOException e) {
      return Optional.of(request.uri() + " does not answer: " + e);
    }
  }
}
