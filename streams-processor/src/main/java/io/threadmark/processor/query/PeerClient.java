package io.threadmark.processor.query;

import io.threadmark.processor.query.PeerCalls.Answer;
import io.threadmark.processor.query.PeerCalls.Question;
import io.threadmark.schema.Key;
import io.threadmark.schema.state.MetricsAnswer;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.streams.state.HostInfo;

/** What one request asks other instances. */
final class PeerClient {
  static final String THREAD_PATH = "/internal/v1/thread";
  static final String FEEDBACK_PATH = "/internal/v1/feedback";
  static final String METRICS_PATH = "/internal/v1/metrics";

  static final String AGREEMENT_PATH = "/internal/v1/metrics/agreement";
  static final String RANKING_PATH = "/internal/v1/metrics/ranking";

  /** For what reads some rows. What reads a whole partition has as long as the request. */
  private static final Duration SHORT = Duration.ofSeconds(5);

  private final PeerCalls calls;
  private final Deadline deadline;

  PeerClient(PeerCalls calls, Deadline deadline) {
    this.calls = calls;
    this.deadline = deadline;
  }

  /**
   * Asks another instance for rows; see {@link RowsProtocol}.
   *
   * @throws NotAvailableException where it does not answer or no longer owns them
   */
  byte[] rows(HostInfo peer, byte[] question) {
    Answer answer = await(peer, post(RowsProtocol.PATH, question), deadline.atMost(SHORT));
    if (answer.status() != 200) {
      throw unexpected(peer, answer.status());
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
    Answer answer = await(peer, get(THREAD_PATH + query, null), deadline.atMost(SHORT));
    return switch (answer.status()) {
      case 200 -> answer.body();
      case 404 -> null;
      case 422 -> throw new IllegalArgumentException("must be the next_cursor of the page before");
      default -> throw unexpected(peer, answer.status());
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
    Answer answer =
        await(peer, get(FEEDBACK_PATH + query, filter.project()), deadline.atMost(SHORT));
    if (answer.status() != 200) {
      throw unexpected(peer, answer.status());
    }
    return FeedbackPage.read(Views.read(answer.body()));
  }

  /**
   * Asks another instance for its part of metrics; see {@link MetricsQuery}.
   *
   * @return its answer, for {@link #await}; a {@link NotAvailableException} where it does not
   *     answer or no longer owns the partitions
   */
  Future<MetricsAnswer> metrics(HostInfo peer, byte[] question) {
    return calls
        .ask(peer, post(METRICS_PATH, question), deadline)
        .map(
            answer -> {
              if (answer.status() != 200) {
                throw unexpected(peer, answer.status());
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
    Answer answer = await(peer, get(path + query, range.project()), deadline);
    return switch (answer.status()) {
      case 200 -> answer.body();
      case 422 ->
          throw RequestProblem.tooMuch(Views.read(answer.body()).at("/error/message").asText());
      default -> throw unexpected(peer, answer.status());
    };
  }

  /**
   * Waits for an answer until the deadline. Only those wait who work for users, never those who
   * work for other instances; see {@link WorkerPools}.
   *
   * @throws NotAvailableException where none comes
   */
  <T> T await(Future<T> answer) {
    return await(answer, deadline);
  }

  private Answer await(HostInfo peer, Question question, Deadline until) {
    until.check();
    return await(calls.ask(peer, question, until), until);
  }

  private static <T> T await(Future<T> answer, Deadline until) {
    try {
      return answer
          .toCompletionStage()
          .toCompletableFuture()
          .get(until.remainingMs(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new OutOfTimeException("another instance does not answer in time");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new NotAvailableException("another instance does not answer", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotAvailableException("stopping", e);
    }
  }

  private static Question get(String pathAndQuery, String project) {
    return new Question(HttpMethod.GET, pathAndQuery, project, null);
  }

  private static Question post(String path, byte[] body) {
    return new Question(HttpMethod.POST, path, null, body);
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static NotAvailableException unexpected(HostInfo peer, int status) {
    return new NotAvailableException(
        "the instance at " + peer.host() + ":" + peer.port() + " answered " + status);
  }
}
