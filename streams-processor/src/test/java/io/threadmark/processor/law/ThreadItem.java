package io.threadmark.processor.law;

import io.threadmark.schema.User;
import java.time.Instant;

/**
 * Something in a thread.
 *
 * @param kind {@code m} a message, {@code t} a trace, {@code f} a piece of feedback
 * @param writer the ref that puts it there; null where the thread itself is named
 * @param facts of a message or a trace, else null
 * @param piece of feedback, else null
 */
public record ThreadItem(char kind, String id, Ref writer, MergedFacts facts, Piece piece) {

  public Instant createdAt() {
    return facts == null ? piece.createdAt() : facts.beganAt();
  }

  /** Where it stands among items of one time. */
  public long position() {
    return facts == null ? 0 : facts.position();
  }

  public Instant updatedAt() {
    return facts == null ? piece.winner().getStamp().getEventTime() : facts.updatedAt();
  }

  /** Superseded feedback does not count. */
  public boolean counts() {
    return piece == null || piece.supersededBy() == null;
  }

  /** The user that it names, or null. */
  public User user() {
    return facts == null ? null : facts.user();
  }
}
