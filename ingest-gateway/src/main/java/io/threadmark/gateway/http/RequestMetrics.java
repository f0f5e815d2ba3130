package io.threadmark.gateway.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Times requests, by address and status. */
public final class RequestMetrics {
  private record Kind(String route, int status) {}

  private static final Duration[] BUCKETS =
      IntStream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

  public RequestMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Times a request from now to the end of its answer. */
  public void watch(RoutingContext context, String route) {
    long start = System.nanoTime();
    context.addEndHandler(
        ended ->
            timers
                .computeIfAbsent(new Kind(route, context.response().getStatusCode()), this::timer)
                .record(System.nanoTime() - start, TimeUnit.NANOSECONDS));
  }

  private Timer timer(Kind kind) {
    return Timer.builder("threadmark.gateway.requests")
        .description("Requests from their headers to the end of their answer")
        .serviceLevelObjectives(BUCKETS)
        .tag("route", kind.route())
        .tag("status", Integer.toString(kind.status()))
        .register(registry);
  }
}
