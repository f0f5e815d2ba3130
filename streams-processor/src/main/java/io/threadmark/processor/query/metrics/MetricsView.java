package io.threadmark.processor.query.metrics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.processor.query.http.QueryParameters;
import io.threadmark.schema.DurationTotals;
import io.threadmark.schema.FeedbackTotals;
import io.threadmark.schema.TraceTotals;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Metrics as JSON. */
final class MetricsView {
  private final MetricsFilter filter;
  private final int top;

  /**
   * @param top how many values of a feedback name are told apart
   */
  MetricsView(MetricsFilter filter, int top) {
    this.filter = filter;
    this.top = top;
  }

  /** The range that figures are of. */
  static void range(ObjectNode view, TimeRange range) {
    view.put("after", QueryParameters.timeText(range.after()));
    view.put(
        "before",
        range.before() == TimeRange.OPEN ? null : QueryParameters.timeText(range.before()));
    view.put("widened", range.widened());
    view.put("expired", range.expired());
  }

  /** Figures of traces and of their feedback. */
  void of(ObjectNode view, Metrics metrics) {
    TraceTotals traces = metrics.traces();
    view.put("threads", traces.getThreads());
    view.put("labeled_threads", traces.getLabeledThreads());
    view.put("total_traces", traces.getTraces());
    view.put("error_count", traces.getErrors());
    view.put("error_rate", rate(traces.getErrors(), traces.getTraces()));
    long judged = judged(view, metrics, filter.feedbackName(), filter.signal());
    view.put("feedback_rate", rate(judged, traces.getTraces()));
    feedback(view, metrics);
    ObjectNode tokens = view.putObject("tokens");
    tokens.put("input", traces.getInputTokens());
    tokens.put("output", traces.getOutputTokens());
    tokens.put("total", traces.getTotalTokens());
    durations(view.putObject("latency_ms"), traces.getLatency());
  }

  /** How many traces have feedback of a name and a signal; null for any. */
  long judged(ObjectNode view, Metrics metrics, String name, String signal) {
    long judged = metrics.tracesWithFeedback(name, signal);
    view.put("traces_with_feedback", judged);
    return judged;
  }

  /** Figures of feedback alone. */
  void feedback(ObjectNode view, Metrics metrics) {
    FeedbackTotals feedback = metrics.feedback();
    view.put("feedback_count", feedback.getCount());
    polarities(view, feedback);
    counts(view.putObject("by_source"), metrics.sources());
    durations(view.putObject("time_to_feedback_ms"), feedback.getDelay());
    ObjectNode names = view.putObject("by_name");
    metrics.byName().forEach((name, of) -> name(names.putObject(name), of));
  }

  private void name(ObjectNode view, Metrics.OfName name) {
    view.put("count", name.totals().getCount());
    polarities(view, name.totals());
    Metrics.Statistics numbers = name.numbers();
    boolean none = numbers == null;
    view.put("mean", none ? null : numbers.mean());
    view.put("mean_normalized", none ? null : numbers.normalizedMean());
    view.put("min", none ? null : numbers.min());
    view.put("max", none ? null : numbers.max());
    view.put("stddev", none ? null : numbers.deviation());
    ObjectNode quantiles = view.putObject("quantiles");
    if (!none) {
      numbers.quantiles().forEach(quantiles::put);
    }
    view.put("approximate", !none && numbers.approximate());
    values(view, name.values());
    counts(view.putObject("by_source"), name.sources());
  }

  /** The most frequent values; of the others, how many there are. */
  private void values(ObjectNode view, Map<String, Long> values) {
    List<Map.Entry<String, Long>> frequent =
        values.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(top)
            .toList();
    ObjectNode shown = view.putObject("values");
    frequent.forEach(value -> shown.put(value.getKey(), value.getValue()));
    view.put("other_values", values.size() - frequent.size());
  }

  private static void polarities(ObjectNode view, FeedbackTotals feedback) {
    view.put("positive_count", feedback.getPositive());
    view.put("negative_count", feedback.getNegative());
    view.put("neutral_count", feedback.getNeutral());
    view.put(
        "positive_rate",
        rate(feedback.getPositive(), feedback.getPositive() + feedback.getNegative()));
  }

  private static void durations(ObjectNode view, DurationTotals durations) {
    view.put("count", durations.getCount());
    view.put("mean", Metrics.mean(durations));
    Metrics.quantiles(durations).forEach(view::put);
  }

  private static void counts(ObjectNode view, Map<String, Long> counts) {
    counts.forEach(view::put);
  }

  /** A share of a whole; null of nothing. */
  private static Double rate(long part, long whole) {
    return whole == 0 ? null : (Double) ((double) part / whole);
  }
}
