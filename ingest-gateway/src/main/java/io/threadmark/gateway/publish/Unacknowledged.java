package io.threadmark.gateway.publish;

import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.RequestRefused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is told of events that Kafka did not acknowledge, at whatever door they came. */
public final class Unacknowledged {
  private static final Logger LOG = LoggerFactory.getLogger(Unacknowledged.class);

  private Unacknowledged() {}

  /** The refusal of their request, whose outcome is unknown. */
  public static RequestRefused because(Throwable failure) {
    // Many requests fail at once: metrics and readiness tell it to operators.
    LOG.debug("Kafka did not acknowledge events", failure);
    return new RequestRefused(
        ErrorCode.UNAVAILABLE,
        "Kafka did not acknowledge every event; send them again with the same ids");
  }
}
