package io.threadmark.processor.law;

import io.threadmark.schema.Feedback;
import java.time.Instant;
import java.util.List;

/**
 * One piece of feedback.
 *
 * @param history its versions, the winner first
 * @param supersededBy the feedback that overrides it, or null
 * @param ref what it names; null where it was retracted
 * @param traceId the trace that it is matched to, or null
 * @param threadId the thread that it is in, or null
 * @param matchedAt when both it and its trace had come; null where it has no trace
 * @param waitsSince when its wait began, whether or not it waits
 */
public record Piece(
    List<Feedback> history,
    Instant createdAt,
    Instant firstReceivedAt,
    String supersededBy,
    Ref ref,
    State state,
    String traceId,
    String threadId,
    Instant matchedAt,
    Instant waitsSince) {

  /** The state of its join. */
  public enum State {
    PENDING,
    MATCHED,
    UNMATCHED,
    RETRACTED
  }

  /** The version that counts. */
  public Feedback winner() {
    return history.get(0);
  }

  public boolean isLive() {
    return state != State.RETRACTED;
  }
}
