package io.threadmark.processor.index;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What is told of a search index on {@code /metrics}. */
final class IndexMetrics {
  private final MultiGauge lags;
  private final Counter rebuilds;
  private volatile long bytes;

  /**
   * @param follower the thread that keeps the index
   * @param progress how much of it is there, 0 to 1
   */
  IndexMetrics(MeterRegistry metrics, Thread follower, IndexCpu cpu, Supplier<Number> progress) {
    lags =
        MultiGauge.builder("threadmark.index.lag")
            .description("Records of the changelog that the search index has not read yet")
            .register(metrics);
    rebuilds =
        Counter.builder("threadmark.index.rebuilds")
            .description(
                "Times that the search index of a partition was built anew from the changelog")
            .register(metrics);
    Gauge.builder("threadmark.index.bytes", () -> bytes)
        .description("Bytes of the search index on disk")
        .register(metrics);
    Gauge.builder("threadmark.index.progress", progress)
        .description("How much of the search index is there, 0 to 1")
        .register(metrics);
    FunctionCounter.builder("threadmark.index.cpu", follower, IndexCpu::seconds)
        .description("Time of the processors that keeping the search index took")
        .baseUnit("seconds")
        .tag("work", "follow")
        .register(metrics);
    FunctionCounter.builder("threadmark.index.cpu", cpu, IndexCpu::mergeSeconds)
        .description("Time of the processors that keeping the search index took")
        .baseUnit("seconds")
        .tag("work", "merge")
        .register(metrics);
  }

  void rebuilt() {
    rebuilds.increment();
  }

  /** Bytes on disk, when they were counted last. */
  long bytes() {
    return bytes;
  }

  /**
   * Takes what was measured.
   *
   * @param lagOf records that were not read yet, by partition
   */
  void measured(long bytesOnDisk, Map<Integer, Long> lagOf) {
    bytes = bytesOnDisk;
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    lagOf.forEach(
        (partition, lag) ->
            rows.add(MultiGauge.Row.of(Tags.of("partition", Integer.toString(partition)), lag)));
    lags.register(rows, true);
  }
}
