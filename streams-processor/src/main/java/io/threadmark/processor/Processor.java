package io.threadmark.processor;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.threadmark.processor.cluster.StreamsOwnership;
import io.threadmark.processor.export.job.Exports;
import io.threadmark.processor.index.IndexOptions;
import io.threadmark.processor.index.SearchIndex;
import io.threadmark.processor.query.QueryServer;
import io.threadmark.processor.query.export.ExportRequest;
import io.threadmark.processor.query.stream.LabeledThreadStream;
import io.threadmark.processor.runtime.ExportSettings;
import io.threadmark.processor.runtime.ProcessorSettings;
import io.threadmark.processor.runtime.StreamsRuntime;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.schema.settings.InternalSecret;
import io.threadmark.schema.settings.ReadingConsumer;
import io.threadmark.schema.settings.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.streams.state.HostInfo;

/** The streams processor: topology, stores and queries in one process. */
public final class Processor implements AutoCloseable {
  private final QueryServer server;
  private final StreamsRuntime runtime;
  private final SearchIndex index;
  private final LabeledThreadStream stream;
  private final Exports exports;

  private Processor(
      QueryServer server,
      StreamsRuntime runtime,
      SearchIndex index,
      LabeledThreadStream stream,
      Exports exports) {
    this.server = server;
    this.runtime = runtime;
    this.index = index;
    this.stream = stream;
    this.exports = exports;
  }

  /**
   * Starts a processor; it answers HTTP at once and says on {@code /readyz} when it is ready.
   *
   * @throws IllegalArgumentException where a setting is missing or wrong, and where other hosts
   *     could reach it without a secret
   * @throws IllegalStateException where it cannot listen, or cannot use its folder of exports
   */
  public static Processor start(Settings settings) {
    String host = settings.get(ProcessorSettings.HOST);
    InternalSecret secret = InternalSecret.of(settings);
    if (!secret.isSet()) {
      checkLoopback(host);
    }
    QueryServer server =
        QueryServer.listen(host, Math.toIntExact(settings.get(ProcessorSettings.PORT)), secret);
    try {
      String advertised = settings.get(ProcessorSettings.ADVERTISED_HOST);
      HostInfo self = new HostInfo(advertised.isEmpty() ? host : advertised, server.port());
      PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      new JvmMemoryMetrics().bindTo(metrics);
      bindGc(metrics);
      StreamsRuntime runtime =
          new StreamsRuntime(settings, self.host() + ":" + self.port(), metrics);
      SearchIndex index = index(settings, runtime, self, metrics);
      LabeledThreadStream stream = new LabeledThreadStream(settings, Clock.systemUTC(), metrics);
      Exports exports = exports(settings, runtime, server, self, metrics);
      server.serve(
          runtime,
          index,
          stream,
          exports,
          self,
          Duration.ofMillis(settings.get(ProcessorSettings.MATCH_WITHIN_MS)),
          Clock.systemUTC(),
          metrics);
      return new Processor(server, runtime, index, stream, exports);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** Of the partitions of threads that this instance hosts. */
  private static SearchIndex index(
      Settings settings, StreamsRuntime runtime, HostInfo self, PrometheusMeterRegistry metrics) {
    StreamsOwnership ownership = new StreamsOwnership(runtime::streams, runtime.partitions());
    String folder = settings.get(ProcessorSettings.INDEX_DIR);
    Path stores = Path.of(settings.get(ProcessorSettings.STATE_DIR));
    return SearchIndex.follow(
        new IndexOptions(
            folder.isEmpty()
                ? stores.resolveSibling(stores.getFileName() + "-index")
                : Path.of(folder),
            StreamsRuntime.threadsChangelog(settings),
            settings.get(ProcessorSettings.INDEX_MEMORY_BYTES),
            settings.get(ProcessorSettings.INDEX_BYTES),
            ReadingConsumer.config(settings, "threadmark-index")),
        () -> ownership.hosted(StateStores.THREADS, self),
        runtime.threadWrites(),
        Clock.systemUTC(),
        metrics);
  }

  /** Packages of datasets, as jobs that all instances know of. */
  private static Exports exports(
      Settings settings,
      StreamsRuntime runtime,
      QueryServer server,
      HostInfo self,
      PrometheusMeterRegistry metrics) {
    StreamsOwnership ownership = new StreamsOwnership(runtime::streams, runtime.partitions());
    return Exports.start(
        ExportSettings.of(settings, self.host() + ":" + self.port()),
        settings,
        runtime.partitions(),
        StreamsRuntime.threadsChangelog(settings),
        new Exports.Sources(
            server.cuts(), ExportRequest::plan, ownership::instances, Clock.systemUTC()),
        metrics);
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    stream.close();
    exports.close();
    index.close(); // while it still knows what it hosts
    runtime.close();
    server.close();
  }

  /** Whether it was closed in time, every store with it, so that the next one restores nothing. */
  public boolean isClosedInOrder() {
    return runtime.isClosedInOrder();
  }

  /** It answers whoever reaches it, so nobody else may. */
  private static void checkLoopback(String host) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (!address.isLoopbackAddress()) {
          throw new IllegalArgumentException(
              "%s is %s, which other hosts can reach: set %s or %s, the same for all gateways and processors, or listen on 127.0.0.1"
                  .formatted(
                      ProcessorSettings.HOST.environmentName(),
                      host,
                      InternalSecret.SECRETS.environmentName(),
                      InternalSecret.FILE.environmentName()));
        }
      }
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          ProcessorSettings.HOST.environmentName() + " is not an address: " + host, e);
    }
  }

  @SuppressWarnings("resource") // it listens to the collector as long as the process lives
  private static void bindGc(PrometheusMeterRegistry metrics) {
    new JvmGcMetrics().bindTo(metrics);
  }
}
