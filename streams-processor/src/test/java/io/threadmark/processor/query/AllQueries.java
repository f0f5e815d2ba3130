package io.threadmark.processor.query;

import io.threadmark.processor.topology.KeptRows;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Queries of every kind about {@link KeptRows}, all of which find something. */
final class AllQueries {
  private static final String DAYS = "?after=2025-12-31T00:00:00Z&before=2026-01-02T00:00:00Z";

  private AllQueries() {}

  /** Their paths; none has a parameter wait_for. */
  static List<String> paths() {
    List<String> paths = new ArrayList<>();
    IntStream.range(0, KeptRows.THINGS).mapToObj(AllQueries::ofThing).forEach(paths::addAll);
    paths.addAll(
        List.of(
            "/api/v1/feedback?page_size=5",
            "/api/v1/feedback?state=MATCHED",
            "/api/v1/threads?page_size=5&sort=created",
            "/api/v1/threads?page_size=3&page_index=1&facets=polarity,feedback_name",
            "/api/v1/threads?search=hello&include_messages=true&include_feedback=true",
            "/api/v1/threads/count?has_feedback=true",
            "/api/v1/traces?page_size=5&polarity=POSITIVE&facets=feedback_value",
            "/api/v1/traces/count",
            "/api/v1/datasets/threads",
            "/api/v1/datasets/kto?search=hello&rules.min_raters=1",
            "/api/v1/datasets/feedback?file=csv&rules.names=user_feedback",
            "/api/v1/projects",
            "/api/v1/metrics/summary" + DAYS,
            "/api/v1/metrics" + DAYS,
            "/api/v1/metrics/agreement" + DAYS,
            "/api/v1/metrics/ranking" + DAYS));
    return paths;
  }

  /** The same, but answered once what a receipt names is visible. */
  static Stream<String> waitingFor(String receipt) {
    return paths().stream()
        .map(path -> path + (path.contains("?") ? "&" : "?") + "wait_ms=10000&wait_for=" + receipt);
  }

  private static List<String> ofThing(int i) {
    return List.of(
        "/api/v1/traces/" + KeptRows.traceId(i),
        "/api/v1/traces/" + KeptRows.traceId(i) + "?include_spans=true",
        "/api/v1/traces?client_request_id=r" + i,
        "/api/v1/threads/h" + i,
        "/api/v1/feedback/t" + i,
        "/api/v1/feedback/r" + i,
        "/api/v1/feedback/h" + i,
        "/api/v1/erasures/e-thread" + i);
  }
}
