package io.threadmark.processor.query.agreement;

import io.threadmark.processor.query.http.RequestProblem;
import io.threadmark.schema.state.PlacedFeedback;

/** What a statistic keeps of the feedback that it is about. */
interface FeedbackTally {
  /**
   * Adds a piece of feedback, live and matched.
   *
   * @throws RequestProblem where that is more than a statistic takes
   */
  void take(PlacedFeedback placed);

  /**
   * Adds what another instance has.
   *
   * @param part its {@link #part}
   * @throws RequestProblem where that is more than a statistic takes
   */
  void add(byte[] part);

  /** All that was taken, for another instance. */
  byte[] part();

  /** About how much memory it takes. */
  long heldBytes();
}
