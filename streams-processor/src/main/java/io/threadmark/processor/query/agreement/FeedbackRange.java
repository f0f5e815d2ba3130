package io.threadmark.processor.query.agreement;

import io.threadmark.processor.feedback.rows.FeedbackListing;
import io.threadmark.processor.feedback.rows.FeedbackListing.State;
import io.threadmark.processor.query.http.QueryParameters;
import io.threadmark.processor.query.http.RequestProblem;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Key;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which live feedback of a project a statistic is about. It is read whole: there are no pages.
 *
 * @param name the feedback's name; null for any
 * @param sourceType the type of who judged; null for any
 * @param from the earliest creation, in microseconds
 * @param before creations from this time on are left out, in microseconds
 */
record FeedbackRange(String project, String name, String sourceType, long from, long before) {
  static final Set<String> PARAMETERS = Set.of("feedback_name", "source_type", "after", "before");

  private static final List<String> SOURCE_TYPES =
      List.of("HUMAN", "LLM_JUDGE", "CODE", "UNSPECIFIED");

  /**
   * @throws RequestProblem where a parameter is wrong
   */
  static FeedbackRange read(QueryParameters parameters) {
    FeedbackRange range =
        new FeedbackRange(
            parameters.project(),
            parameters.text("feedback_name"),
            parameters.word("source_type", SOURCE_TYPES),
            parameters.time("after", 0),
            parameters.time("before", Long.MAX_VALUE));
    if (range.before <= range.from) {
      throw RequestProblem.invalid("before", "must be later than after");
    }
    return range;
  }

  /** The parameters that read as this range. */
  Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("feedback_name", name);
    parameters.put("source_type", sourceType);
    parameters.put("after", QueryParameters.timeText(from));
    parameters.put("before", before == Long.MAX_VALUE ? null : QueryParameters.timeText(before));
    parameters.values().removeIf(Objects::isNull);
    return parameters;
  }

  boolean takes(Feedback feedback) {
    return (name == null || name.equals(feedback.getName()))
        && (sourceType == null || sourceType.equals(feedback.getSource().getType()));
  }

  /** Visits what the rows list as matched in the time of this range. */
  void scan(Rows rows, FeedbackListing.Visitor visitor) {
    Key ofProject = Key.feedback(project, "any");
    FeedbackListing.scan(rows, ofProject, State.MATCHED, from, before, null, visitor);
  }
}
