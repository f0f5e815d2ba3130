package io.threadmark.gateway.event;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How a request came in: what its events have in common.
 *
 * @param project the project that the caller acts for
 * @param receivedAt when it came, by the gateway's clock
 * @param door the way in, as the field {@code ingest.door} of a record spells it
 * @param ids makes the ids that events do not bring
 * @param keptFrom what was said before is not kept
 * @param rules what the project says of its feedback
 */
public record Arrival(
    String project,
    Instant receivedAt,
    String door,
    Ids ids,
    Instant keptFrom,
    FeedbackRules rules) {
  public Arrival {
    receivedAt = receivedAt.truncatedTo(ChronoUnit.MICROS);
  }

  /** One whose events are kept however old they are, of a project that says nothing of them. */
  public Arrival(String project, Instant receivedAt, String door, Ids ids) {
    this(project, receivedAt, door, ids, Instant.MIN, FeedbackRules.NONE);
  }

  /** The same, with other ids for what brings none. */
  public Arrival with(Ids others) {
    return new Arrival(project, receivedAt, door, others, keptFrom, rules);
  }

  /**
   * The time of an event that tells none. Events of one request follow each other by a microsecond,
   * so that messages sent together keep their order.
   */
  Instant timeOf(int index) {
    return receivedAt.plus(index, ChronoUnit.MICROS);
  }
}
