package io.threadmark.gateway.event;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;

/** Makes the ids that events do not bring. */
@FunctionalInterface
public interface Ids {

  /** An id for the event at that place of its request. */
  String of(int index);

  /** New ids each time: UUIDs of version 7, which sort by when they were made. */
  static Ids fresh() {
    return index -> Fresh.GENERATOR.generate().toString();
  }

  /**
   * Ids that follow from an idempotency key, so that a repeated request is the same events: UUIDs
   * of version 8 from a SHA-256 over project, key and place.
   */
  static Ids following(String project, String idempotencyKey) {
    return new FollowingIds(project, idempotencyKey);
  }

  /** Ids for the messages of a thread's document by their place in it, the same each time. */
  static Ids ofThread(String project, String threadId) {
    return new FollowingIds(project, "").about("document of thread/" + threadId);
  }

  /** Ids for a request about that thing alone: those of a request about another thing differ. */
  default Ids about(String thing) {
    return this; // every new id differs from all others
  }

  /** Holds the generator, which reads the machine's randomness when it is made. */
  final class Fresh {
    private static final NoArgGenerator GENERATOR = Generators.timeBasedEpochRandomGenerator();

    private Fresh() {}
  }
}
