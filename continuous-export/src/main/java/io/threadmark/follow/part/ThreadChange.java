package io.threadmark.follow.part;

import io.threadmark.schema.LabeledThread;
import java.time.Instant;

/**
 * What a record of the topic says of a thread.
 *
 * @param publishedAt when the record came to the topic
 * @param thread null where the thread has no label any more, or is not there any more
 */
public record ThreadChange(
    int partition,
    long offset,
    Instant publishedAt,
    String projectId,
    String threadId,
    LabeledThread thread) {

  /** Whether it takes the thread away. */
  public boolean isRemoval() {
    return thread == null;
  }
}
