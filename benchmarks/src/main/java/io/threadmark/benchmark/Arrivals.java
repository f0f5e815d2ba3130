package io.threadmark.benchmark;

import java.time.Instant;

/** What arrives, an event after the other. */
interface Arrivals {
  /** Adds the next event, which happens now. */
  void next(EventLines batch, Instant now);

  /** What was added until now. */
  Sent sent();
}
