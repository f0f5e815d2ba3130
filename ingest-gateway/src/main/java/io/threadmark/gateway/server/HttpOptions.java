package io.threadmark.gateway.server;

import io.threadmark.gateway.settings.GatewaySettings;
import io.threadmark.schema.settings.InternalSecret;
import io.threadmark.schema.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * How the server is set up.
 *
 * @param port 0 for a free one
 * @param grpcPort for OpenTelemetry's exporters; 0 for a free one, -1 for none
 * @param eventLoops threads that serve connections
 * @param readers threads that read large bodies
 * @param bodyTimeout in which a body must have come whole
 * @param idleTimeout after which a connection on which nothing moves is closed
 * @param shutdownTimeout that requests under way are given at the end
 * @param queryTimeout of a query, beside what it waits for
 * @param queryConnections to each processor, for what does not wait
 * @param waitConnections to each processor, for what may wait
 * @param processors base addresses of streams-processor
 * @param secret what processors know gateways by
 */
record HttpOptions(
    String host,
    int port,
    int grpcPort,
    int eventLoops,
    int readers,
    Duration bodyTimeout,
    Duration idleTimeout,
    Duration shutdownTimeout,
    Duration queryTimeout,
    int queryConnections,
    int waitConnections,
    List<URI> processors,
    InternalSecret secret) {

  static HttpOptions of(Settings settings) {
    return new HttpOptions(
        settings.get(GatewaySettings.HOST),
        settings.get(GatewaySettings.PORT).intValue(),
        grpcPort(settings),
        settings.get(GatewaySettings.EVENT_LOOPS).intValue(),
        settings.get(GatewaySettings.READERS).intValue(),
        Duration.ofMillis(settings.get(GatewaySettings.BODY_TIMEOUT_MS)),
        Duration.ofMillis(settings.get(GatewaySettings.IDLE_TIMEOUT_MS)),
        Duration.ofMillis(settings.get(GatewaySettings.SHUTDOWN_TIMEOUT_MS)),
        Duration.ofMillis(settings.get(GatewaySettings.QUERY_TIMEOUT_MS)),
        settings.get(GatewaySettings.QUERY_CONNECTIONS).intValue(),
        settings.get(GatewaySettings.WAIT_CONNECTIONS).intValue(),
        settings.get(GatewaySettings.PROCESSOR_URL),
        InternalSecret.of(settings));
  }

  /** Who asks for any free port runs several gateways, of which one alone could have the usual. */
  private static int grpcPort(Settings settings) {
    boolean isSaid = settings.under("gateway.otlp.grpc").containsKey("port");
    boolean anyWillDo = settings.get(GatewaySettings.PORT) == 0;
    return anyWillDo && !isSaid ? 0 : settings.get(GatewaySettings.OTLP_GRPC_PORT).intValue();
  }
}
