package io.threadmark.standalone.cluster;

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
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks a gateway on behalf of a command; repeats what may succeed later. */
public final class GatewayClient {
  /** How long a request is repeated before the client gives up. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);

  /** Numbers stay as they are spelled, so that what was read can be sent back. */
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));

  private final String base;
  private final Optional<String> key;
  private final Optional<String> project;
  private final Duration patience;

  private record Answer(int status, String body, Optional<String> retryAfter) {}

  /**
   * What is asked.
   *
   * @param path below the gateway's base address
   * @param headers besides those of every request
   * @param body JSON; null for none
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Request(String method, String path, Map<String, String> headers, byte[] body) {
    public static Request of(String method, String path) {
      return new Request(method, path, Map.of(), null);
    }
  }

  /**
   * @param gateway the gateway's base address
   * @param key the API key, where the gateway wants one
   * @param project the project, where the key does not decide it
   * @param patience how long to repeat a request
   */
  public GatewayClient(
      URI gateway, Optional<String> key, Optional<String> project, Duration patience) {
    this.base = gateway.toString().replaceAll("/+$", "");
    this.key = key;
    this.project = project;
    this.patience = patience;
  }

  /**
   * What the gateway answers, where that is a success.
   *
   * @throws CommandFailedException saying what is wrong with the request, or why it cannot be
   *     answered
   */
  public JsonNode ask(Request request) throws InterruptedException {
    Backoff backoff = new Backoff(patience);
    while (true) {
      String trouble;
      Optional<String> retryAfter = Optional.empty();
      try {
        Answer answer = answer(request);
        if (!PASSING.contains(answer.status)) {
          return json(request, answer);
        }
        trouble = describe(request, answer);
        retryAfter = answer.retryAfter;
      } catch (IOException e) {
        trouble = "no answer from " + base + request.path + ": " + e;
      }
      if (!backoff.pause(retryAfter)) {
        throw new CommandFailedException(
            "gave up after %d s; the last try: %s".formatted(patience.toSeconds(), trouble));
      }
    }
  }

  /**
   * Opens a request, for those who read the answer themselves. By the older of Java's clients: the
   * newer one sends no name of a project beyond ASCII.
   */
  public HttpURLConnection open(Request request) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(base + request.path).toURL().openConnection();
    connection.setConnectTimeout(Math.toIntExact(CONNECT_TIMEOUT.toMillis()));
    connection.setReadTimeout(Math.toIntExact(TIMEOUT.toMillis()));
    connection.setRequestMethod(request.method);
    key.ifPresent(value -> connection.setRequestProperty("Authorization", "Bearer " + value));
    project.ifPresent(name -> connection.setRequestProperty("X-Threadmark-Project", inBytes(name)));
    request.headers.forEach(connection::setRequestProperty);
    if (request.body != null) {
      connection.setRequestProperty("Content-Type", "application/json");
      connection.setDoOutput(true);
      connection.setFixedLengthStreamingMode(request.body.length);
      connection.getOutputStream().write(request.body);
    }
    return connection;
  }

  private Answer answer(Request request) throws IOException {
    HttpURLConnection connection = open(request);
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

  private JsonNode json(Request request, Answer answer) {
    boolean isSuccess = answer.status >= 200 && answer.status < 300;
    Optional<JsonNode> body = isSuccess ? json(answer.body) : Optional.empty();
    return body.orElseThrow(() -> new CommandFailedException(describe(request, answer)));
  }

  private String describe(Request request, Answer answer) {
    String message =
        json(answer.body)
            .map(body -> body.path("error").path("message").asText())
            .filter(text -> !text.isEmpty())
            .orElse(answer.body.strip());
    return "%s answered %d %s".formatted(base + request.path, answer.status, message).strip();
  }

  private static Optional<JsonNode> json(String body) {
    try {
      return Optional.ofNullable(JSON.readTree(body));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
