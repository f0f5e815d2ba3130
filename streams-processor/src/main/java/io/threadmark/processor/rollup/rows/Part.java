package io.threadmark.processor.rollup.rows;

import io.threadmark.schema.state.Contribution;
import io.threadmark.schema.state.CountedFeedback;
import io.threadmark.schema.state.CountedJudged;
import java.util.Objects;

/** What is added up together in a window, under one value of a dimension. */
public sealed interface Part {

  /** Threads and traces. */
  record Traces() implements Part {}

  /**
   * Traces that have live feedback of a name.
   *
   * @param name the name
   */
  record Judged(String name) implements Part {}

  /**
   * A series of feedback.
   *
   * @param name what was judged
   * @param signal EXPLICIT or IMPLICIT
   * @param sourceType who judged
   * @param category the value where it is a boolean or a category; else null
   */
  record Series(String name, String signal, String sourceType, String category) implements Part {

    // Written out, since all that is counted or read is looked up by them: what a record has by
    // itself is slow until the last stage of compilation.
    @Override
    public int hashCode() {
      int hash = 31 * name.hashCode() + signal.hashCode();
      return 31 * (31 * hash + sourceType.hashCode())
          + (category == null ? 0 : category.hashCode());
    }

    @Override
    public boolean equals(Object other) {
      return this == other
          || (other instanceof Series that
              && name.equals(that.name)
              && signal.equals(that.signal)
              && sourceType.equals(that.sourceType)
              && Objects.equals(category, that.category));
    }
  }

  /** Threads and traces. */
  Part TRACES = new Traces();

  /** The part that a contribution adds to. */
  static Part of(Contribution contribution) {
    CountedFeedback feedback = contribution.getFeedback();
    if (feedback != null) {
      return new Series(
          feedback.getName(),
          feedback.getSignal(),
          feedback.getSourceType(),
          feedback.getCategory());
    }
    CountedJudged judged = contribution.getJudged();
    // Traces with feedback of any name stand among all traces.
    return judged == null || judged.getName().isEmpty() ? TRACES : new Judged(judged.getName());
  }
}
