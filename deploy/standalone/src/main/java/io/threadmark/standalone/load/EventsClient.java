package io.threadmark.standalone.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.threadmark.standalone.cli.Backoff;
import io.threadmark.standalone.cli.CommandFailedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Posts batches of events and repeats each, unchanged, until the gateway has taken or refused it.
 */
public final class EventsClient {
  /** How long a batch is repeated before the client gives up. */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final String KEY_VARIABLE = "THREADMARK_API_KEY";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);
  private static final Set<Integer> EACH_EVENT = Set.of(202, 207);
  private static final Set<Integer> WHOLE_BODY = Set.of(400, 413);
  private static final int REFUSED = 422;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI address;
  private final Optional<String> key;
  private final Duration patience;

  /**
   * @param gateway the gateway's base address
   * @param key the API key, where the gateway wants one
   * @param patience how long to repeat a batch
   */
  public EventsClient(URI gateway, Optional<String> key, Duration patience) {
    this.address = URI.create(gateway.toString().replaceAll("/+$", "") + "/api/v1/events");
    this.key = key;
    this.patience = patience;
  }

  /** The API key that the environment names, if it names one. */
  public static Optional<String> key(Map<String, String> environment) {
    return Optional.ofNullable(environment.get(KEY_VARIABLE)).filter(key -> !key.isBlank());
  }

  /**
   * Posts a batch.
   *
   * @throws CommandFailedException where no batch will ever get through, or this one did not in
   *     time
   */
  public Outcome post(Batch batch) throws InterruptedException {
    HttpRequest request = request(batch);
    Backoff backoff = new Backoff(patience);
    while (true) {
      String trouble;
      Optional<String> retryAfter = Optional.empty();
      try {
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (!PASSING.contains(answer.statusCode())) {
          return outcome(batch, answer);
        }
        trouble = describe(answer);
        retryAfter = answer.headers().firstValue("Retry-After");
      } catch (IOException e) {
        trouble = "no answer from " + address + ": " + e;
      }
      if (!backoff.pause(retryAfter)) {
        throw new CommandFailedException(
            "gave up after %d s; the last try: %s".formatted(patience.toSeconds(), trouble));
      }
    }
  }

  private HttpRequest request(Batch batch) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/x-ndjson")
            .header("Idempotency-Key", batch.idempotencyKey())
            .POST(BodyPublishers.ofByteArray(batch.body()));
    key.ifPresent(value -> request.header("Authorization", "Bearer " + value));
    return request.build();
  }

  private Outcome outcome(Batch batch, HttpResponse<String> answer) {
    int status = answer.statusCode();
    Optional<JsonNode> body = json(answer.body());
    if (body.isPresent() && EACH_EVENT.contains(status)) {
      return Outcome.of(body.get());
    }
    if (status == REFUSED) {
      return body.map(Outcome::of)
          .filter(outcome -> !outcome.rejected().isEmpty())
          .orElseGet(() -> Outcome.allRejected(batch.size(), describe(answer)));
    }
    if (WHOLE_BODY.contains(status)) {
      return Outcome.allRejected(batch.size(), describe(answer));
    }
    throw new CommandFailedException(describe(answer));
  }

  private String describe(HttpResponse<String> answer) {
    String message =
        json(answer.body())
            .map(body -> body.path("error").path("message").asText())
            .filter(text -> !text.isEmpty())
            .orElse(answer.body().strip());
    return "%s answered %d %s".formatted(address, answer.statusCode(), message).strip();
  }

  private static Optional<JsonNode> json(String body) {
    try {
      return Optional.ofNullable(JSON.readTree(body));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
