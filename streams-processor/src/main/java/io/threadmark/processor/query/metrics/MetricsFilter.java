package io.threadmark.processor.query.metrics;

import io.threadmark.processor.query.http.QueryParameters;
import io.threadmark.processor.query.http.RequestProblem;
import io.threadmark.processor.rollup.rows.Dimensions;
import java.util.Set;

/**
 * Which traces and which feedback metrics are about.
 *
 * @param after the start, microseconds since 1970-01-01T00:00:00Z; {@link Long#MIN_VALUE} for all
 * @param before the end; {@link TimeRange#OPEN} for none
 * @param feedbackName only feedback of this name; null for any
 * @param model only traces of this model, and what is on them; null for any
 * @param segment only this segment, key and value with a colon between; null for any
 * @param signal only feedback of this signal; null for any
 */
record MetricsFilter(
    String project,
    long after,
    long before,
    String feedbackName,
    String model,
    String segment,
    String signal) {
  static final Set<String> PARAMETERS =
      Set.of("after", "before", "feedback_name", "model", "segment", "signal", "top");

  private static final Set<String> SIGNALS = Set.of("EXPLICIT", "IMPLICIT");

  /**
   * @throws RequestProblem where a parameter is wrong
   */
  static MetricsFilter read(QueryParameters parameters) {
    MetricsFilter filter =
        new MetricsFilter(
            parameters.project(),
            parameters.time("after", Long.MIN_VALUE),
            parameters.time("before", TimeRange.OPEN),
            parameters.notEmpty("feedback_name"),
            parameters.notEmpty("model"),
            parameters.notEmpty("segment"),
            parameters.notEmpty("signal"));
    if (filter.before <= filter.after) {
      throw RequestProblem.invalid("before", "must be later than after");
    }
    if (filter.segment != null && filter.segment.indexOf(':') < 1) {
      throw RequestProblem.invalid("segment", "must be a key and a value, such as plan:pro");
    }
    if (filter.signal != null && !SIGNALS.contains(filter.signal)) {
      throw RequestProblem.invalid("signal", "must be EXPLICIT or IMPLICIT");
    }
    return filter;
  }

  /** The dimension that model and segment are values of. */
  String dimension() {
    if (model != null && segment != null) {
      return Dimensions.MODEL_SEGMENT;
    }
    return model != null ? Dimensions.MODEL : segment != null ? Dimensions.SEGMENT : Dimensions.ALL;
  }

  /** Their value. */
  String value() {
    if (model != null && segment != null) {
      return Dimensions.modelSegment(model, segment);
    }
    return model != null
        ? Dimensions.printable(model)
        : segment != null ? Dimensions.printable(segment) : "";
  }
}
