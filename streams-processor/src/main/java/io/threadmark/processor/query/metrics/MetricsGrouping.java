package io.threadmark.processor.query.metrics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.processor.query.http.RequestProblem;
import io.threadmark.processor.rollup.rows.Dimensions;
import io.threadmark.schema.Rollup;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What rows of a series are told apart by.
 *
 * @param dimension the dimension whose totals are read
 * @param value its value; null for every one
 * @param groups the groups that totals belong to
 * @param view what is shown of a group
 */
record MetricsGrouping(
    String dimension, String value, Function<Rollup, List<String>> groups, View view) {

  /** Shows a group. */
  interface View {
    void add(MetricsView view, ObjectNode row, String group, Metrics metrics);

    /** Of traces, and of their feedback. */
    View OF_TRACES = (view, row, group, metrics) -> view.of(row, metrics);
  }

  private static final Set<String> DIMENSIONS =
      Set.of(Dimensions.INTENT, Dimensions.ISSUE, Dimensions.APP_VERSION, Dimensions.BEYOND);

  private static final String WORDS =
      "must be name, model, source_type, signal, segment, intent, issue, app_version, beyond or"
          + " tag:KEY";

  /**
   * @param by what to group by; null for one group of all
   * @throws RequestProblem where there is no such dimension, or the filter cannot be applied to it
   */
  static MetricsGrouping of(String by, MetricsFilter filter) {
    if (by == null) {
      return new MetricsGrouping(
          filter.dimension(), filter.value(), rollup -> List.of(""), View.OF_TRACES);
    }
    switch (by) {
      case "name" -> {
        return ofFeedback(
            filter,
            rollup -> names(rollup, filter),
            (view, row, name, metrics) -> {
              view.judged(row, metrics, name, filter.signal());
              view.feedback(row, metrics);
            });
      }
      case "signal" -> {
        return ofFeedback(
            filter,
            rollup -> signals(rollup, filter),
            (view, row, signal, metrics) -> {
              view.judged(row, metrics, filter.feedbackName(), signal);
              view.feedback(row, metrics);
            });
      }
      case "source_type" -> {
        return ofFeedback(
            filter,
            rollup -> some(rollup.getSourceType()),
            (view, row, source, metrics) -> view.feedback(row, metrics));
      }
      default -> {} // a dimension
    }
    if (by.equals(Dimensions.MODEL)) {
      return filter.segment() == null || filter.model() != null
          ? own(filter, Dimensions.MODEL, filter.model())
          : half(filter.segment(), 1);
    }
    if (by.equals(Dimensions.SEGMENT)) {
      return filter.model() == null || filter.segment() != null
          ? own(filter, Dimensions.SEGMENT, filter.segment())
          : half(filter.model(), 0);
    }
    boolean tag = by.startsWith(Dimensions.TAG) && by.length() > Dimensions.TAG.length();
    if (!tag && !DIMENSIONS.contains(by)) {
      throw RequestProblem.invalid("group_by", WORDS);
    }
    if (filter.model() != null || filter.segment() != null) {
      throw RequestProblem.invalid(
          filter.model() != null ? "model" : "segment", "cannot be combined with group_by=" + by);
    }
    return new MetricsGrouping(
        by, null, rollup -> some(rollup.getDimensionValue()), View.OF_TRACES);
  }

  private static MetricsGrouping ofFeedback(
      MetricsFilter filter, Function<Rollup, List<String>> groups, View view) {
    return new MetricsGrouping(filter.dimension(), filter.value(), groups, view);
  }

  /** Every value of a dimension, or the one that is filtered for. */
  private static MetricsGrouping own(MetricsFilter filter, String dimension, String value) {
    return value == null
        ? new MetricsGrouping(
            dimension, null, rollup -> some(rollup.getDimensionValue()), View.OF_TRACES)
        : new MetricsGrouping(
            filter.dimension(),
            filter.value(),
            rollup -> List.of(Dimensions.printable(value)),
            View.OF_TRACES);
  }

  /** Models of one segment, or segments of one model: one half of a pair stands fast. */
  private static MetricsGrouping half(String fast, int position) {
    String printable = Dimensions.printable(fast);
    return new MetricsGrouping(
        Dimensions.MODEL_SEGMENT,
        null,
        rollup -> {
          String[] pair = Dimensions.modelAndSegment(rollup.getDimensionValue());
          return pair[position].equals(printable) ? List.of(pair[1 - position]) : List.of();
        },
        View.OF_TRACES);
  }

  private static List<String> some(String group) {
    return group == null ? List.of() : List.of(group);
  }

  /** Traces with feedback of a name have none of it, perhaps, of the signal that is asked for. */
  private static List<String> names(Rollup rollup, MetricsFilter filter) {
    boolean none =
        rollup.getTraces() != null
            && filter.signal() != null
            && Metrics.tracesWithFeedback(rollup.getTraces(), filter.signal()) == 0;
    return none ? List.of() : some(rollup.getFeedbackName());
  }

  /** Traces may have feedback of several signals. */
  private static List<String> signals(Rollup rollup, MetricsFilter filter) {
    if (rollup.getTraces() == null) {
      return List.of(rollup.getSignal());
    }
    boolean isAsked = Objects.equals(rollup.getFeedbackName(), printable(filter.feedbackName()));
    return Stream.of("EXPLICIT", "IMPLICIT")
        .filter(signal -> isAsked && (filter.signal() == null || filter.signal().equals(signal)))
        .filter(signal -> Metrics.tracesWithFeedback(rollup.getTraces(), signal) > 0)
        .toList();
  }

  private static String printable(String name) {
    return name == null ? null : Dimensions.printable(name);
  }
}
