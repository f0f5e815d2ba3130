package io.threadmark.processor.query;

import io.threadmark.schema.Key;
import io.threadmark.schema.state.MetricsAnswer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.streams.state.HostInfo;

/** Calls to other instances. */
final class PeerClient {
  static final String THREAD_PATH = "/internal/v1/thread";
  static final String FEEDBACK_PATH = "/internal/v1/feedback";
  static final String METRICS_PATH = "/internal/v1/metrics";

  static final String AGREEMENT_PATH = "/internal/v1/metrics/agreement";
  static final String RANKING_PATH = "/internal/v1/metrics/ranking";

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** For what reads a whole partition. */
  private static final Duration LONG_TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  /**
   * Asks another instance for rows; see {@link RowsProtocol}.
   *
   * @throws NotAvailableException where it does not answer or no longer owns them
   */
  byte[] rows(HostInfo peer, byte[] question) {
    HttpRequest request =
        HttpRequest.newBuilder(uri(peer, RowsProtocol.PATH))
            .timeout(TIMEOUT)
            .POST(HttpRequest.BodyPublishers.ofByteArray(question))
            .build();
    HttpResponse<byte[]> answer = send(peer, request, HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw unexpected(peer, answer.statusCode());
    }
    return answer.body();
  }

  /**
   * Passes a query for a thread on to the instance that owns it.
   *
   * @return its JSON; null where there is no such thread
   * @throws IllegalArgumentException where the cursor is not one of the thread's
   */
  byte[] thread(HostInfo peer, Key thread, int pageSize, String cursor) {
    String query =
        "?key="
            + encode(thread.toString())
            + "&page_size="
            + pageSize
            + (cursor == null ? "" : "&cursor=" + encode(cursor));
    HttpRequest request =
        HttpRequest.newBuilder(uri(peer, THREAD_PATH + query)).timeout(TIMEOUT).GET().build();
    HttpResponse<byte[]> answer = send(peer, request, HttpResponse.BodyHandlers.ofByteArray());
    return switch (answer.statusCode()) {
      case 200 -> answer.body();
      case 404 -> null;
      case 422 -> throw new IllegalArgumentException("must be the next_cursor of the page before");
      default -> throw unexpected(peer, answer.statusCode());
    };
  }

  /**
   * Asks another instance for the part of a list that a partition of its has.
   *
   * @throws NotAvailableException where it does not answer or no longer owns the partition
   */
  FeedbackPage feedback(
      HostInfo peer, String store, int partition, FeedbackFilter filter, int size) {
    StringBuilder query = new StringBuilder("?store=" + store + "&partition=" + partition);
    query.append("&page_size=").append(size);
    filter
        .parameters()
        .forEach((name, value) -> query.append('&').append(name).append('=').append(encode(value)));
    HttpRequest request =
        HttpRequest.newBuilder(uri(peer, FEEDBACK_PATH + query))
            .header(ProjectHeader.NAME, ProjectHeader.write(filter.project()))
            .timeout(TIMEOUT)
            .GET()
            .build();
    HttpResponse<byte[]> answer = send(peer, request, HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw unexpected(peer, answer.statusCode());
    }
    return FeedbackPage.read(Views.read(answer.body()));
  }

  /**
   * Asks another instance for its part of metrics; see {@link MetricsQuery}.
   *
   * @return its answer; a {@link NotAvailableException} where it does not answer or no longer owns
   *     the partitions
   */
  CompletableFuture<MetricsAnswer> metrics(HostInfo peer, byte[] question) {
    HttpRequest request =
        HttpRequest.newBuilder(uri(peer, METRICS_PATH))
            .timeout(TIMEOUT)
            .POST(HttpRequest.BodyPublishers.ofByteArray(question))
            .build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
        .thenApply(
            answer -> {
              if (answer.statusCode() != 200) {
                throw unexpected(peer, answer.statusCode());
              }
              return MetricsQuery.ANSWERS.read(answer.body());
            });
  }

  /**
   * Asks another instance for the part of a statistic that a partition of its has.
   *
   * @throws NotAvailableException where it does not answer or no longer owns the partition
   * @throws RequestProblem where that is more than a statistic takes
   */
  byte[] part(HostInfo peer, String path, String store, int partition, FeedbackRange range) {
    StringBuilder query = new StringBuilder("?store=" + store + "&partition=" + partition);
    range
        .parameters()
        .forEach((name, value) -> query.append('&').append(name).append('=').append(encode(value)));
    HttpRequest request =
        HttpRequest.newBuilder(uri(peer, path + query))
            .header(ProjectHeader.NAME, ProjectHeader.write(range.project()))
            .timeout(LONG_TIMEOUT)
            .GET()
            .build();
    HttpResponse<byte[]> answer = send(peer, request, HttpResponse.BodyHandlers.ofByteArray());
    return switch (answer.statusCode()) {
      case 200 -> answer.body();
      case 422 ->
          throw RequestProblem.tooMuch(Views.read(answer.body()).at("/error/message").asText());
      default -> throw unexpected(peer, answer.statusCode());
    };
  }

  private <T> HttpResponse<T> send(
      HostInfo peer, HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return http.send(request, handler);
    } catch (IOException e) {
      throw new NotAvailableException(
          "the instance at " + peer.host() + ":" + peer.port() + " does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotAvailableException("stopping", e);
    }
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static NotAvailableException unexpected(HostInfo peer, int status) {
    return new NotAvailableException(
        "the instance at " + peer.host() + ":" + peer.port() + " answered " + status);
  }

  private static URI uri(HostInfo peer, String pathAndQuery) {
    return URI.create("http://" + peer.host() + ":" + peer.port() + pathAndQuery);
  }
}
