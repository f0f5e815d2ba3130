package io.threadmark.gateway;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.threadmark.gateway.publish.KafkaPublisher;
import io.threadmark.gateway.server.GatewayServer;
import io.threadmark.schema.settings.Settings;
import java.time.Clock;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;

/** The ingest gateway: HTTP in, Kafka out. */
public final class Gateway implements AutoCloseable {
  private final KafkaPublisher publisher;
  private final GatewayServer server;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Gateway(KafkaPublisher publisher, GatewayServer server) {
    this.publisher = publisher;
    this.server = server;
  }

  /**
   * Starts a gateway; it answers HTTP at once and says on {@code /readyz} when it is ready.
   *
   * @throws IllegalArgumentException naming the setting that is wrong
   * @throws IllegalStateException where the port cannot be had
   */
  public static Gateway start(Settings settings) {
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Clock clock = Clock.systemUTC();
    KafkaPublisher publisher = KafkaPublisher.start(settings, clock, metrics);
    try {
      GatewayServer server =
          GatewayServer.start(
              settings,
              new GatewayServer.Backend(
                  publisher.ingest(),
                  publisher.metrics(),
                  publisher.receipts(),
                  publisher.projects(),
                  publisher.readiness(),
                  metrics,
                  clock));
      return new Gateway(publisher, server);
    } catch (RuntimeException e) {
      publisher.close();
      throw e;
    }
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  /** The port on which it takes OpenTelemetry's gRPC; empty where it does not. */
  public OptionalInt grpcPort() {
    return server.grpcPort();
  }

  /**
   * Says that it is not ready, takes no more connections, finishes the requests under way, and
   * flushes what is on its way to Kafka.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    publisher.readiness().closing();
    server.close();
    publisher.close();
  }
}
