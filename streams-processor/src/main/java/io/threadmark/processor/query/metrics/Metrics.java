package io.threadmark.processor.query.metrics;

import io.threadmark.processor.rollup.number.Decimal;
import io.threadmark.processor.rollup.number.Durations;
import io.threadmark.processor.rollup.number.NumberStatistics;
import io.threadmark.processor.rollup.rows.Dimensions;
import io.threadmark.processor.rollup.rows.Totals;
import io.threadmark.schema.DurationTotals;
import io.threadmark.schema.FeedbackTotals;
import io.threadmark.schema.NumberTotals;
import io.threadmark.schema.Rollup;
import io.threadmark.schema.TraceTotals;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The figures of one window and group, or of a whole range: totals of every part, put together. */
public final class Metrics {

  /** Feedback of one name. */
  public static final class OfName {
    private final Map<String, Long> categories = new TreeMap<>();
    private final Map<String, Long> sources = new TreeMap<>();
    private FeedbackTotals totals = Totals.noFeedback();

    private void add(Rollup series) {
      FeedbackTotals part = series.getFeedback();
      totals = Totals.plus(totals, part);
      sources.merge(series.getSourceType(), part.getCount(), Long::sum);
      if (series.getCategory() != null) {
        categories.merge(series.getCategory(), part.getCount(), Long::sum);
      }
    }

    public FeedbackTotals totals() {
      return totals;
    }

    /** Pieces by who judged. */
    public Map<String, Long> sources() {
      return sources;
    }

    /** Pieces by value: booleans, categories, and numbers that are counted one by one. */
    public Map<String, Long> values() {
      Map<String, Long> values = new TreeMap<>(categories);
      if (totals.getNumbers() != null) {
        totals
            .getNumbers()
            .getValues()
            .forEach((value, count) -> values.merge(Decimal.plain(value), count, Long::sum));
      }
      return values;
    }

    /** The figures of the numbers; null where there are none. */
    public Statistics numbers() {
      NumberTotals numbers = totals.getNumbers();
      return numbers == null
          ? null
          : new Statistics(
              NumberStatistics.mean(numbers),
              NumberStatistics.normalizedMean(numbers),
              NumberStatistics.quantile(numbers, 0),
              NumberStatistics.quantile(numbers, 1),
              NumberStatistics.deviation(numbers),
              quantiles(q -> NumberStatistics.quantile(numbers, q)),
              NumberStatistics.isApproximate(numbers));
    }
  }

  /**
   * Figures of numbers.
   *
   * @param mean the mean
   * @param normalizedMean the mean as 0 to 1 of their scales; null where none has one
   * @param min the least
   * @param max the greatest
   * @param deviation the sample standard deviation; null of fewer than two
   * @param quantiles by name, such as p50
   * @param approximate whether least, greatest and quantiles come from buckets
   */
  public record Statistics(
      Double mean,
      Double normalizedMean,
      Double min,
      Double max,
      Double deviation,
      Map<String, Double> quantiles,
      boolean approximate) {}

  private interface Quantile {
    Double at(double q);
  }

  private final Map<String, OfName> byName = new TreeMap<>();
  private final Map<String, TraceTotals> judged = new HashMap<>();
  private TraceTotals traces = Totals.noTraces();

  /** Adds totals of any part. */
  public void add(Rollup rollup) {
    if (rollup.getFeedback() != null) {
      byName.computeIfAbsent(rollup.getFeedbackName(), name -> new OfName()).add(rollup);
    } else if (rollup.getFeedbackName() == null) {
      traces = Totals.plus(traces, rollup.getTraces());
    } else {
      judged.merge(rollup.getFeedbackName(), rollup.getTraces(), Totals::plus);
    }
  }

  public TraceTotals traces() {
    return traces;
  }

  /**
   * Traces that have live feedback.
   *
   * @param name of this name; null for any
   * @param signal of this signal, EXPLICIT or IMPLICIT; null for any
   */
  public long tracesWithFeedback(String name, String signal) {
    TraceTotals totals =
        name == null ? traces : judged.getOrDefault(Dimensions.printable(name), Totals.noTraces());
    return tracesWithFeedback(totals, signal);
  }

  /**
   * Traces that have live feedback, of totals.
   *
   * @param signal of this signal, EXPLICIT or IMPLICIT; null for any
   */
  public static long tracesWithFeedback(TraceTotals totals, String signal) {
    if (signal == null) {
      return totals.getTracesWithFeedback();
    }
    return signal.equals("EXPLICIT")
        ? totals.getTracesWithExplicitFeedback()
        : totals.getTracesWithImplicitFeedback();
  }

  /** Feedback by name. */
  public Map<String, OfName> byName() {
    return byName;
  }

  /** All feedback. */
  public FeedbackTotals feedback() {
    return byName.values().stream().map(OfName::totals).reduce(Totals.noFeedback(), Totals::plus);
  }

  /** All feedback by who judged. */
  public Map<String, Long> sources() {
    Map<String, Long> sources = new TreeMap<>();
    byName
        .values()
        .forEach(
            name -> name.sources.forEach((type, count) -> sources.merge(type, count, Long::sum)));
    return sources;
  }

  /** How much totals count: what large groups are ordered by. */
  public static long size(Rollup rollup) {
    if (rollup.getFeedback() != null) {
      return rollup.getFeedback().getCount();
    }
    TraceTotals traces = rollup.getTraces();
    return rollup.getFeedbackName() == null ? traces.getTraces() + traces.getThreads() : 0;
  }

  /** The mean of durations in milliseconds; null of none. */
  public static Double mean(DurationTotals durations) {
    return millis(Durations.mean(durations));
  }

  /** Quantiles of durations in milliseconds, off by at most 4.5 %. */
  public static Map<String, Double> quantiles(DurationTotals durations) {
    return quantiles(q -> millis(Durations.quantile(durations, q)));
  }

  private static Map<String, Double> quantiles(Quantile quantile) {
    Map<String, Double> quantiles = new TreeMap<>();
    quantiles.put("p50", quantile.at(0.5));
    quantiles.put("p90", quantile.at(0.9));
    quantiles.put("p95", quantile.at(0.95));
    quantiles.put("p99", quantile.at(0.99));
    return quantiles;
  }

  private static Double millis(Double micros) {
    return micros == null ? null : (Double) (micros / 1_000);
  }
}
