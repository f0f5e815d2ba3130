package io.threadmark.standalone.project;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.threadmark.standalone.cli.Backoff;
import io.threadmark.standalone.cli.CommandFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Reads and puts the settings of a project; repeats what may succeed later. */
final class ProjectClient {
  /** How long a request is repeated before the client gives up. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);

  /** Numbers stay as they are spelled, so that settings can be put as they were read. */
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));

  private final URI address;
  private final Optional<String> key;
  private final Optional<String> project;
  private final Duration patience;

  private record Answer(int status, String body, Optional<String> retryAfter) {}

  /**
   * @param gateway the gateway's base address
   * @param key the API key, where the gateway wants one
   * @param project the project, where the key does not decide it
   * @param patience how long to repeat a request
   */
  ProjectClient(URI gateway, Optional<String> key, Optional<String> project, Duration patience) {
    this.address = URI.create(gateway.toString().replaceAll("/+$", "") + "/api/v1/project");
    this.key = key;
    this.project = project;
    this.patience = patience;
  }

  /**
   * The settings as they are.
   *
   * @throws CommandFailedException where they cannot be had
   */
  JsonNode get() throws InterruptedException {
    return settings("GET", null);
  }

  /**
   * Puts settings, whole.
   *
   * @return the settings as they are now
   * @throws CommandFailedException saying by its path what is wrong with them, or why they cannot
   *     be put
   */
  JsonNode put(byte[] settings) throws InterruptedException {
    return settings("PUT", settings);
  }

  private JsonNode settings(String method, byte[] body) throws InterruptedException {
    Backoff backoff = new Backoff(patience);
    while (true) {
      String trouble;
      Optional<String> retryAfter = Optional.empty();
      try {
        Answer answer = ask(method, body);
        if (!PASSING.contains(answer.status)) {
          return settings(answer);
        }
        trouble = describe(answer);
        retryAfter = answer.retryAfter;
      } catch (IOException e) {
        trouble = "no answer from " + address + ": " + e;
      }
      if (!backoff.pause(retryAfter)) {
        throw new CommandFailedException(
            "gave up after %d s; the last try: %s".formatted(patience.toSeconds(), trouble));
      }
    }
  }

  /** By the older of Java's clients: the newer one sends no name of a project beyond ASCII. */
  private Answer ask(String method, byte[] body) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
    connection.setConnectTimeout(Math.toIntExact(CONNECT_TIMEOUT.toMillis()));
    connection.setReadTimeout(Math.toIntExact(TIMEOUT.toMillis()));
    connection.setRequestMethod(method);
    key.ifPresent(value -> connection.setRequestProperty("Authorization", "Bearer " + value));
    project.ifPresent(name -> connection.setRequestProperty("X-Threadmark-Project", inBytes(name)));
    if (body != null) {
      connection.setRequestProperty("Content-Type", "application/json");
      connection.setDoOutput(true);
      connection.setFixedLengthStreamingMode(body.length);
      connection.getOutputStream().write(body);
    }
    int status = connection.getResponseCode();
    try (InputStream in =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      String text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(
          status, text, Optional.ofNullable(connection.getHeaderField("Retry-After")));
    }
  }

  /** The header's bytes are UTF-8; Java writes it in the charset of the platform. */
  private static String inBytes(String name) {
    return new String(name.getBytes(StandardCharsets.UTF_8), Charset.defaultCharset());
  }

  private JsonNode settings(Answer answer) {
    Optional<JsonNode> settings = answer.status == 200 ? json(answer.body) : Optional.empty();
    return settings.orElseThrow(() -> new CommandFailedException(describe(answer)));
  }

  private String describe(Answer answer) {
    String message =
        json(answer.body)
            .map(body -> body.path("error").path("message").asText())
            .filter(text -> !text.isEmpty())
            .orElse(answer.body.strip());
    return "%s answered %d %s".formatted(address, answer.status, message).strip();
  }

  private static Optional<JsonNode> json(String body) {
    try {
      return Optional.ofNullable(JSON.readTree(body));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
