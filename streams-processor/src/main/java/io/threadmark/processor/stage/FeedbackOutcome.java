package io.threadmark.processor.stage;

import io.threadmark.schema.state.FeedbackRow;

/** What a version of feedback came to at Identify. Each that was read has exactly one. */
public enum FeedbackOutcome {
  /** The first version of its id. */
  NEW,
  /** Another version, or the same said later. */
  CHANGED,
  /** It says nothing that was not known, such as a duplicate. */
  UNCHANGED,
  /** Its id was erased, so it is dropped. */
  ERASED;

  public static FeedbackOutcome of(FeedbackRow old, FeedbackRow now) {
    return old == null ? NEW : now.equals(old) ? UNCHANGED : CHANGED;
  }
}
