package io.threadmark.processor.rollup;

import io.threadmark.schema.state.CountedFeedback;

/**
 * Feedback that is added up together.
 *
 * @param name what was judged
 * @param signal EXPLICIT or IMPLICIT
 * @param sourceType who judged
 * @param category the value where it is a boolean or a category; else null
 */
public record Series(String name, String signal, String sourceType, String category) {
  static Series of(CountedFeedback feedback) {
    return new Series(
        feedback.getName(), feedback.getSignal(), feedback.getSourceType(), feedback.getCategory());
  }
}
