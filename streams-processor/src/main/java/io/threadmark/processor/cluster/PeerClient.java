package io.threadmark.processor.cluster;

import io.threadmark.processor.cluster.PeerCalls.Answer;
import io.threadmark.processor.cluster.PeerCalls.Question;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.streams.state.HostInfo;

/** What one request asks other instances. */
public final class PeerClient {
  /** For what reads some rows. What reads a whole partition has as long as the request. */
  private static final Duration SHORT = Duration.ofSeconds(5);

  private final PeerCalls calls;
  private final RequestDeadline deadline;

  public PeerClient(PeerCalls calls, RequestDeadline deadline) {
    this.calls = calls;
    this.deadline = deadline;
  }

  /**
   * Asks another instance for rows; see {@link RowsProtocol}.
   *
   * @throws NotAvailableException where it does not answer or no longer owns them
   */
  byte[] rows(HostInfo peer, byte[] question) {
    Answer answer = askBriefly(peer, Question.post(RowsProtocol.PATH, question));
    if (answer.status() != 200) {
      throw unexpected(peer, answer.status());
    }
    return answer.body();
  }

  /**
   * Asks another instance for what takes some rows.
   *
   * @throws NotAvailableException where it does not answer
   */
  public Answer askBriefly(HostInfo peer, Question question) {
    return await(peer, question, deadline.atMost(SHORT));
  }

  /**
   * Asks another instance for what takes a whole partition, and so as long as the request.
   *
   * @throws NotAvailableException where it does not answer
   */
  public Answer ask(HostInfo peer, Question question) {
    return await(peer, question, deadline);
  }

  /**
   * Asks another instance without waiting for it.
   *
   * @return its answer, for {@link #await}; a {@link NotAvailableException} where it does not
   *     answer
   */
  public Future<Answer> begin(HostInfo peer, Question question) {
    return calls.ask(peer, question, deadline);
  }

  /**
   * Waits for an answer until the deadline. Only those wait who work for users, never those who
   * work for other instances; see {@code WorkerPools}.
   *
   * @throws NotAvailableException where none comes
   */
  public <T> T await(Future<T> answer) {
    return await(answer, deadline);
  }

  private Answer await(HostInfo peer, Question question, RequestDeadline until) {
    until.check();
    return await(calls.ask(peer, question, until), until);
  }

  private static <T> T await(Future<T> answer, RequestDeadline until) {
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

  /**
   * What an answer that nobody expects comes to, such as that of one that owns the rows no more.
   */
  public static NotAvailableException unexpected(HostInfo peer, int status) {
    return new NotAvailableException(
        "the instance at " + peer.host() + ":" + peer.port() + " answered " + status);
  }
}
