package io.threadmark.gateway.server;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.threadmark.gateway.access.Access;
import io.threadmark.gateway.access.OpenAccess;
import io.threadmark.gateway.door.otlp.OtlpDoor;
import io.threadmark.gateway.http.RequestMetrics;
import io.threadmark.gateway.publish.Ingest;
import io.threadmark.gateway.publish.IngestMetrics;
import io.threadmark.gateway.publish.ProjectStore;
import io.threadmark.gateway.publish.Readiness;
import io.threadmark.gateway.publish.Receipts;
import io.threadmark.gateway.settings.GatewaySettings;
import io.threadmark.schema.settings.Settings;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server: a door for each event loop, all on one port. */
public final class GatewayServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayServer.class);
  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

  private final Vertx vertx;
  private final HttpOptions options;
  private final List<FrontDoor> doors = new CopyOnWriteArrayList<>();
  private final List<GrpcListener> grpcListeners = new CopyOnWriteArrayList<>();

  /** What the server hands events to, and what it tells of. */
  public record Backend(
      Ingest ingest,
      IngestMetrics ingestMetrics,
      Receipts receipts,
      ProjectStore projects,
      Readiness readiness,
      PrometheusMeterRegistry metrics,
      Clock clock) {}

  private GatewayServer(Vertx vertx, HttpOptions options) {
    this.vertx = vertx;
    this.options = options;
  }

  /**
   * Starts to listen.
   *
   * @throws IllegalArgumentException where a setting is wrong
   * @throws IllegalStateException where the port cannot be had
   */
  public static GatewayServer start(Settings settings, Backend backend) {
    HttpOptions options = HttpOptions.of(settings);
    Access access = new OpenAccess();
    access.checkAddress(address(options.host()));
    Vertx vertx = vertx(options.eventLoops());
    GatewayServer server = new GatewayServer(vertx, options);
    try {
      server.listen(
          Doors.of(vertx, options, access, backend, settings), new RequestMetrics(backend.metrics));
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** The port that it listens on. */
  public int port() {
    return doors.get(0).port();
  }

  /** The port on which it takes OpenTelemetry's gRPC; empty where it does not. */
  public OptionalInt grpcPort() {
    return grpcListeners.stream().mapToInt(GrpcListener::port).findFirst();
  }

  /** Takes no more connections, gives requests under way their time, then ends. */
  @Override
  public void close() {
    List<Future<Void>> closing = new ArrayList<>();
    doors.forEach(door -> closing.add(door.shutdown(options.shutdownTimeout())));
    grpcListeners.forEach(listener -> closing.add(listener.shutdown(options.shutdownTimeout())));
    try {
      await(Future.join(closing), options.shutdownTimeout().plus(START_TIMEOUT));
    } catch (IllegalStateException e) {
      LOG.warn("Requests were cut off: {}", e.getMessage());
    }
    await(vertx.close(), START_TIMEOUT);
  }

  private void listen(Doors entrances, RequestMetrics metrics) {
    deploy(() -> door(entrances.routes(), metrics), options.port());
    LOG.info("Listening on http://{}:{}", options.host(), port());
    if (options.grpcPort() >= 0) {
      deploy(() -> grpcListener(entrances.otlp()), options.grpcPort());
      LOG.info("Listening for OTLP by gRPC on {}:{}", options.host(), grpcPort().orElseThrow());
    }
  }

  private void deploy(Supplier<Deployable> listener, int port) {
    DeploymentOptions each = new DeploymentOptions().setInstances(options.eventLoops());
    try {
      await(vertx.deployVerticle(listener, each), START_TIMEOUT);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          "cannot listen on %s:%d: %s".formatted(options.host(), port, e.getMessage()), e);
    }
  }

  private FrontDoor door(Routes routes, RequestMetrics metrics) {
    FrontDoor door = new FrontDoor(routes, metrics, options);
    doors.add(door);
    return door;
  }

  private GrpcListener grpcListener(OtlpDoor otlp) {
    GrpcListener listener = new GrpcListener(otlp, options);
    grpcListeners.add(listener);
    return listener;
  }

  private static Vertx vertx(int eventLoops) {
    // Nothing is served from files, so none need be unpacked and cached on disk.
    FileSystemOptions noFiles =
        new FileSystemOptions().setClassPathResolvingEnabled(false).setFileCachingEnabled(false);
    return Vertx.vertx(
        new VertxOptions().setEventLoopPoolSize(eventLoops).setFileSystemOptions(noFiles));
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          GatewaySettings.HOST.environmentName() + " is not an address: " + host, e);
    }
  }

  private static void await(Future<?> future, Duration timeout) {
    try {
      future.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("timed out after " + timeout.toSeconds() + " s", e);
    } catch (Exception e) { // await throws what the future failed with, checked or not
      throw new IllegalStateException(e.getMessage(), e);
    }
  }
}
