package io.threadmark.processor.thread.rows;

import io.threadmark.schema.User;
import io.threadmark.schema.state.HeadRow;
import java.util.List;
import java.util.Map;

/**
 * What the items of a thread are counted under because they are in it.
 *
 * @param createdAt its earliest event, in microseconds
 * @param labeled whether it is labeled
 * @param segments the segments of its user
 * @param tags its own tags
 * @param intents its intents, sorted
 * @param issues its issues, sorted
 */
public record ThreadContext(
    long createdAt,
    boolean labeled,
    Map<String, String> segments,
    Map<String, String> tags,
    List<String> intents,
    List<String> issues) {

  /** Of a head; null of null. */
  public static ThreadContext of(HeadRow head) {
    if (head == null) {
      return null;
    }
    User user = head.getUser();
    return new ThreadContext(
        head.getCreatedAt(),
        ThreadReader.isLabeled(head),
        user == null ? Map.of() : user.getSegments(),
        head.getTags(),
        head.getIntents(),
        head.getIssues());
  }

  /** Whether items count under the same as in another. */
  public boolean countsLike(ThreadContext other) {
    return other != null
        && segments.equals(other.segments)
        && tags.equals(other.tags)
        && intents.equals(other.intents)
        && issues.equals(other.issues);
  }
}
