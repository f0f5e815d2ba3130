package io.threadmark.processor.export.job;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.threadmark.schema.state.ExportJob;
import java.util.Locale;
import java.util.function.ToIntFunction;

/** Counts what became of exports of this instance. */
final class ExportMetrics {
  private static final String STOPPED = "stopped";

  private final MeterRegistry registry;
  private final Counter rows;
  private final Counter bytes;

  ExportMetrics(MeterRegistry registry) {
    this.registry = registry;
    rows =
        Counter.builder("threadmark.exports.rows")
            .description("Rows of packages that were made")
            .register(registry);
    bytes =
        Counter.builder("threadmark.exports.bytes")
            .description("Bytes of packages that were made")
            .register(registry);
    outcome(JobState.DONE.name());
    outcome(JobState.FAILED.name());
    outcome(STOPPED);
  }

  void bind(ExportQueue queue) {
    gauge("running", "Exports that this instance works at", queue, ExportQueue::running);
    gauge("queued", "Exports that wait for their turn here", queue, ExportQueue::waiting);
  }

  private void gauge(
      String name, String description, ExportQueue queue, ToIntFunction<ExportQueue> value) {
    Gauge.builder("threadmark.exports." + name, queue, value::applyAsInt)
        .description(description)
        .register(registry);
  }

  void finished(ExportJob job) {
    outcome(job.getState()).increment();
    if (job.getPackageBytes() != null) {
      rows.increment(job.getRowsWritten());
      bytes.increment(job.getPackageBytes());
    }
  }

  void stopped() {
    outcome(STOPPED).increment();
  }

  private Counter outcome(String state) {
    return Counter.builder("threadmark.exports.finished")
        .description("Exports that this instance ended, by what became of them")
        .tag("outcome", state.toLowerCase(Locale.ROOT))
        .register(registry);
  }
}
