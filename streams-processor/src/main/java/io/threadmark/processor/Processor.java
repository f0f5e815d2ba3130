package io.threadmark.processor;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.threadmark.processor.query.QueryServer;
import io.threadmark.processor.runtime.ProcessorSettings;
import io.threadmark.processor.runtime.StreamsRuntime;
import io.threadmark.schema.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.streams.state.HostInfo;

/** The streams processor: topology, stores and queries in one process. */
public final class Processor implements AutoCloseable {
  private final QueryServer server;
  private final StreamsRuntime runtime;

  private Processor(QueryServer server, StreamsRuntime runtime) {
    this.server = server;
    this.runtime = runtime;
  }

  /**
   * Starts a processor; it answers HTTP at once and says on {@code /readyz} when it is ready.
   *
   * @throws IllegalArgumentException where a setting is missing or wrong
   * @throws IllegalStateException where it cannot listen
   */
  public static Processor start(Settings settings) {
    String host = settings.get(ProcessorSettings.HOST);
    QueryServer server =
        QueryServer.listen(host, Math.toIntExact(settings.get(ProcessorSettings.PORT)));
    try {
      String advertised = settings.get(ProcessorSettings.ADVERTISED_HOST);
      HostInfo self = new HostInfo(advertised.isEmpty() ? host : advertised, server.port());
      PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      new JvmMemoryMetrics().bindTo(metrics);
      bindGc(metrics);
      StreamsRuntime runtime =
          new StreamsRuntime(settings, self.host() + ":" + self.port(), metrics);
      server.serve(
          runtime,
          self,
          Duration.ofMillis(settings.get(ProcessorSettings.MATCH_WITHIN_MS)),
          Clock.systemUTC(),
          metrics);
      return new Processor(server, runtime);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    runtime.close();
    server.close();
  }

  @SuppressWarnings("resource") // it listens to the collector as long as the process lives
  private static void bindGc(PrometheusMeterRegistry metrics) {
    new JvmGcMetrics().bindTo(metrics);
  }
}
