package io.threadmark.follow.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.threadmark.follow.export.ExportMeter;
import io.threadmark.follow.manifest.Manifest;
import io.threadmark.follow.manifest.Part;
import io.threadmark.follow.part.ThreadChange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Counts what an export does, and tells how far behind the topic it is. */
final class FollowMetrics implements ExportMeter {
  private final MeterRegistry registry;
  private final Counter upserts;
  private final Counter removals;
  private final Counter parts;
  private final Counter bytes;
  private final Map<Integer, Long> lags = new ConcurrentHashMap<>();
  private volatile Instant caughtUpAt;
  private volatile int partsThatCount;

  FollowMetrics(MeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.upserts = rows("upsert");
    this.removals = rows("remove");
    this.parts =
        Counter.builder("threadmark.export.parts.stored")
            .description("Parts that were put into the storage")
            .register(registry);
    this.bytes =
        Counter.builder("threadmark.export.stored")
            .description("Bytes of parts that were put into the storage")
            .baseUnit("bytes")
            .register(registry);
    this.caughtUpAt = clock.instant();
    Gauge.builder("threadmark.export.parts", () -> partsThatCount)
        .description("Parts that count, by the newest manifest")
        .register(registry);
    TimeGauge.builder(
            "threadmark.export.behind",
            () -> Duration.between(caughtUpAt, clock.instant()).toMillis(),
            TimeUnit.MILLISECONDS)
        .description("How long ago all of the topic was committed")
        .register(registry);
  }

  @Override
  public void row(ThreadChange change) {
    (change.isRemoval() ? removals : upserts).increment();
  }

  @Override
  public void stored(Part part) {
    parts.increment();
    bytes.increment(part.bytes());
  }

  @Override
  public void committed(Manifest manifest) {
    caughtUpAt = manifest.state().caughtUpAt();
    partsThatCount = manifest.state().parts().size();
  }

  /** Tells how far reading has come. */
  void read(SortedMap<Integer, Long> positions, SortedMap<Integer, Long> ends) {
    ends.forEach(
        (partition, end) -> {
          if (lags.put(partition, Math.max(0, end - positions.get(partition))) == null) {
            Gauge.builder("threadmark.export.lag", () -> lags.get(partition))
                .description("Offsets of a partition that are not read yet")
                .tag("partition", partition.toString())
                .register(registry);
          }
        });
  }

  private Counter rows(String operation) {
    return Counter.builder("threadmark.export.rows")
        .description("Rows that were taken, by what they do")
        .tag("operation", operation)
        .register(registry);
  }
}
