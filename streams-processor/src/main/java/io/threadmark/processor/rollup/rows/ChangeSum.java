package io.threadmark.processor.rollup.rows;

import io.threadmark.schema.FeedbackTotals;
import io.threadmark.schema.TraceTotals;
import io.threadmark.schema.state.Contribution;
import io.threadmark.schema.state.CountedChange;
import io.threadmark.schema.state.DimensionValue;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What many changes add to totals together; less than nothing where they take more away. It is
 * added up by minute, for all that counts under the same, and spread over windows and dimensions
 * once.
 */
public final class ChangeSum {

  /** What is the same for many changes. */
  private record Place(String project, long minute, List<DimensionValue> dimensions, Part part) {}

  private final Map<Place, TraceTotals> traces = new HashMap<>();
  private final Map<Place, FeedbackTotals> feedback = new HashMap<>();
  private int mostTotals;

  public void add(String project, CountedChange change) {
    add(project, change.getWas(), -1);
    add(project, change.getIs(), 1);
  }

  private void add(String project, Contribution contribution, int sign) {
    if (contribution == null) {
      return;
    }
    Place place =
        new Place(
            project,
            Granularity.MINUTE.windowOf(contribution.getTime()),
            contribution.getDimensions(),
            Part.of(contribution));
    if (contribution.getFeedback() == null) {
      TraceTotals sum = traces.computeIfAbsent(place, first -> begin(first, Totals.noTraces()));
      traces.put(place, Totals.plus(sum, contribution, sign));
    } else {
      FeedbackTotals sum =
          feedback.computeIfAbsent(place, first -> begin(first, Totals.noFeedback()));
      feedback.put(place, Totals.plus(sum, contribution.getFeedback(), sign));
    }
  }

  private <T> T begin(Place place, T nothing) {
    mostTotals += place.dimensions.size() * Granularity.values().length;
    return nothing;
  }

  /** No more totals than so many are added to. */
  int mostTotals() {
    return mostTotals;
  }

  /** The projects whose totals are added to. */
  Set<String> projects() {
    return Stream.concat(traces.keySet().stream(), feedback.keySet().stream())
        .map(Place::project)
        .collect(Collectors.toSet());
  }

  /** What is added to each of the totals of threads and traces, in every window that it lies in. */
  Map<PartialKey, TraceTotals> ofTraces() {
    return spread(traces, Totals::plus);
  }

  /** What is added to each of the totals of feedback, in every window that it lies in. */
  Map<PartialKey, FeedbackTotals> ofFeedback() {
    return spread(feedback, Totals::plus);
  }

  private static <T> Map<PartialKey, T> spread(Map<Place, T> sums, BinaryOperator<T> plus) {
    Map<PartialKey, T> spread = new LinkedHashMap<>();
    sums.forEach(
        (place, sum) -> {
          for (Granularity granularity : Granularity.values()) {
            for (DimensionValue value : place.dimensions) {
              spread.merge(key(place, granularity, value), sum, plus);
            }
          }
        });
    return spread;
  }

  private static PartialKey key(Place place, Granularity granularity, DimensionValue value) {
    return new PartialKey(
        place.project,
        granularity,
        value.getDimension(),
        value.getValue(),
        granularity.windowOf(place.minute),
        place.part);
  }
}
