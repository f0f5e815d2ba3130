package io.threadmark.processor.query;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import org.apache.kafka.streams.state.HostInfo;

/** Carries questions to other instances. */
interface PeerCalls {

  /** Of an instance that answers another, and therefore asks nobody itself. */
  PeerCalls NONE =
      (peer, question, deadline) -> {
        throw new IllegalStateException("an instance that is asked by another asks nobody");
      };

  /**
   * A question.
   *
   * @param project whose rows it is about; null where the question itself says so
   * @param body null for none
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Question(HttpMethod method, String pathAndQuery, String project, byte[] body) {}

  /** What was answered. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answer(int status, byte[] body) {}

  /**
   * Asks, and holds no thread meanwhile.
   *
   * @return fails with {@link NotAvailableException} where there is no answer before the deadline
   */
  Future<Answer> ask(HostInfo peer, Question question, Deadline deadline);
}
