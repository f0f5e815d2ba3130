package io.threadmark.processor.query.feedback;

import io.threadmark.processor.feedback.rows.FeedbackListing.State;
import io.threadmark.processor.query.http.QueryParameters;
import io.threadmark.processor.query.http.RequestProblem;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Key;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which feedback of a project a list shows.
 *
 * @param states the states of the join
 * @param name the feedback's name; null for any
 * @param sourceId who judged; null for anybody
 * @param from the earliest creation, in microseconds
 * @param before creations from this time on are left out, in microseconds
 * @param behind where the page before ended; null for the first page
 */
public record FeedbackFilter(
    String project,
    Set<State> states,
    String name,
    String sourceId,
    long from,
    long before,
    FeedbackPage.Position behind) {
  public static final Set<String> PARAMETERS =
      Set.of("state", "name", "source_id", "after", "before", "cursor", "page_size");

  /**
   * @throws RequestProblem where a parameter is wrong
   */
  public static FeedbackFilter read(QueryParameters parameters) {
    FeedbackFilter filter =
        new FeedbackFilter(
            parameters.project(),
            parameters.choices("state", State.class, EnumSet.allOf(State.class)),
            parameters.text("name"),
            parameters.text("source_id"),
            parameters.time("after", 0),
            parameters.time("before", Long.MAX_VALUE),
            FeedbackPage.Position.read(parameters.text("cursor")));
    if (filter.before <= filter.from) {
      throw RequestProblem.invalid("before", "must be later than after");
    }
    return filter;
  }

  /** The parameters that read as this filter. */
  Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("state", states.stream().map(State::name).collect(Collectors.joining(",")));
    parameters.put("name", name);
    parameters.put("source_id", sourceId);
    parameters.put("after", QueryParameters.timeText(from));
    parameters.put("before", before == Long.MAX_VALUE ? null : QueryParameters.timeText(before));
    parameters.put("cursor", behind == null ? null : behind.toString());
    parameters.values().removeIf(java.util.Objects::isNull);
    return parameters;
  }

  boolean takes(Feedback feedback) {
    return (name == null || name.equals(feedback.getName()))
        && (sourceId == null || sourceId.equals(feedback.getSource().getId()));
  }

  /** Any key of the project. */
  Key ofProject() {
    return Key.feedback(project, "any");
  }
}
