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
 */
public record Arrival(String project, Instant receivedAt, String door, Ids ids) {
  public Arrival {
    receivedAt = receivedAt.truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * The time of an event that tells none. Events of one request follow each other by a microsecond,
   * so that messages sent together keep their order.
   */
  Instant timeOf(int index) {
    return receivedAt.plus(index, ChronoUnit.MICROS);
  }
}
