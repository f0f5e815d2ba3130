package io.threadmark.processor.query.metrics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.processor.query.http.QueryParameters;
import io.threadmark.processor.query.http.RequestProblem;
import io.threadmark.processor.query.http.Views;
import io.threadmark.processor.rollup.rows.Granularity;
import io.threadmark.processor.rollup.rows.Partials;
import io.threadmark.schema.Micros;
import io.threadmark.schema.Rollup;
import io.threadmark.schema.state.MetricsQuestion;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Answers queries for metrics. */
public final class MetricsApi {
  public static final Set<String> OF_SUMMARY = MetricsFilter.PARAMETERS;
  public static final Set<String> OF_SERIES =
      Stream.concat(MetricsFilter.PARAMETERS.stream(), Stream.of("granularity", "group_by"))
          .collect(Collectors.toUnmodifiableSet());

  private static final List<String> GRANULARITIES =
      Stream.of(Granularity.values()).map(Granularity::word).toList();

  private static final int DEFAULT_TOP = 100;
  private static final int MOST_TOP = 10_000;

  /** Rows of a series: more are no chart, and no answer that one process should hold. */
  private static final int MOST_ROWS = 100_000;

  /** Finds totals. */
  public interface Finder {
    /**
     * @param blank what is asked, without partitions and windows
     */
    MetricsQuery.Found find(MetricsQuestion blank, MetricsQuery.Cut cut);
  }

  private final Finder totals;

  public MetricsApi(Finder totals) {
    this.totals = totals;
  }

  /** The figures of a range of time. */
  public ObjectNode summary(QueryParameters parameters) {
    MetricsFilter filter = MetricsFilter.read(parameters);
    int top = parameters.whole("top", DEFAULT_TOP, 1, MOST_TOP);
    MetricsGrouping all = MetricsGrouping.of(null, filter);
    MetricsQuery.Found found =
        totals.find(
            question(filter, all, false),
            floors -> TimeRange.cut(filter.after(), filter.before(), floors));
    Metrics metrics = new Metrics();
    found.answer().getRollups().forEach(metrics::add);
    ObjectNode view = Views.object();
    MetricsView.range(view, found.range());
    new MetricsView(filter, top).of(view, metrics);
    view.put("overflowed", !found.answer().getOverflowed().isEmpty());
    return view;
  }

  /** The figures of each window of a range of time. */
  public ObjectNode series(QueryParameters parameters) {
    MetricsFilter filter = MetricsFilter.read(parameters);
    int top = parameters.whole("top", DEFAULT_TOP, 1, MOST_TOP);
    String length = parameters.word("granularity", GRANULARITIES);
    Granularity granularity = length == null ? Granularity.HOUR : Granularity.of(length);
    String by = parameters.notEmpty("group_by");
    MetricsGrouping grouping = MetricsGrouping.of(by, filter);
    MetricsQuery.Found found =
        totals.find(
            question(filter, grouping, true),
            floors -> TimeRange.of(granularity, filter.after(), filter.before(), floors));
    ObjectNode view = Views.object();
    view.put("granularity", granularity.word());
    view.put("group_by", by);
    MetricsView.range(view, found.range());
    rows(view, found, grouping, new MetricsView(filter, top), by != null, top);
    ArrayNode overflowed = view.putArray("overflowed");
    found.answer().getOverflowed().stream()
        .sorted()
        .forEach(window -> overflowed.add(QueryParameters.timeText(window)));
    return view;
  }

  private static void rows(
      ObjectNode view,
      MetricsQuery.Found found,
      MetricsGrouping grouping,
      MetricsView metricsView,
      boolean grouped,
      int top) {
    Set<Long> overflowed = grouped ? Set.copyOf(found.answer().getOverflowed()) : Set.of();
    Map<Long, Map<String, Metrics>> windows = new TreeMap<>();
    Map<String, Long> groups = new HashMap<>();
    for (Rollup rollup : found.answer().getRollups()) {
      long window = Micros.of(rollup.getWindowStart());
      for (String group :
          overflowed.contains(window) ? List.<String>of() : grouping.groups().apply(rollup)) {
        groups.merge(group, Metrics.size(rollup), Long::sum);
        windows
            .computeIfAbsent(window, none -> new HashMap<>())
            .computeIfAbsent(group, none -> new Metrics())
            .add(rollup);
      }
    }
    List<String> shown =
        groups.keySet().stream()
            .sorted(
                Comparator.<String, Long>comparing(groups::get)
                    .reversed()
                    .thenComparing(Comparator.naturalOrder()))
            .limit(top)
            .toList();
    if ((long) windows.size() * shown.size() > MOST_ROWS) {
      throw RequestProblem.invalid(
          "after", "leads to more than " + MOST_ROWS + " rows: ask for a shorter range");
    }
    if (grouped) {
      view.put("groups", groups.size());
      view.put("other_groups", groups.size() - shown.size());
    }
    ArrayNode rows = view.putArray("rows");
    windows.forEach(
        (window, ofWindow) -> {
          for (String group : shown) {
            Metrics metrics = ofWindow.get(group);
            if (metrics != null) {
              ObjectNode row = rows.addObject();
              row.put("window_start", QueryParameters.timeText(window));
              if (grouped) {
                row.put("group", group);
              }
              grouping.view().add(metricsView, row, group, metrics);
            }
          }
        });
  }

  private static MetricsQuestion question(
      MetricsFilter filter, MetricsGrouping grouping, boolean byWindow) {
    return new MetricsQuestion(
        filter.project(),
        List.of(),
        Partials.NO_FLOORS,
        List.of(),
        byWindow,
        grouping.dimension(),
        grouping.value(),
        filter.feedbackName(),
        filter.signal());
  }
}
