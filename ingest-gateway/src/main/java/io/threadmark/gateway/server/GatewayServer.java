package io.threadmark.gateway.server;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.threadmark.gateway.access.Access;
import io.threadmark.gateway.access.Admission;
import io.threadmark.gateway.access.OpenAccess;
import io.threadmark.gateway.body.BodyIntake;
import io.threadmark.gateway.body.InFlightBytes;
import io.threadmark.gateway.door.events.IdempotencyKeys;
import io.threadmark.gateway.door.events.IngestHandler;
import io.threadmark.gateway.door.mlflow.MlflowDoor;
import io.threadmark.gateway.door.project.SettingsHandler;
import io.threadmark.gateway.http.RequestMetrics;
import io.threadmark.gateway.project.Arrivals;
import io.threadmark.gateway.publish.Ingest;
import io.threadmark.gateway.publish.IngestMetrics;
import io.threadmark.gateway.publish.ProjectStore;
import io.threadmark.gateway.publish.Readiness;
import io.threadmark.gateway.publish.Receipts;
import io.threadmark.gateway.query.Connections;
import io.threadmark.gateway.query.ProcessorAnswers;
import io.threadmark.gateway.query.Processors;
import io.threadmark.gateway.query.QueryProxy;
import io.threadmark.gateway.query.VisibilityWait;
import io.threadmark.gateway.settings.GatewaySettings;
import io.threadmark.schema.settings.Settings;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.file.FileSystemOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server: a door for each event loop, all on one port. */
public final class GatewayServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayServer.class);
  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

  private final Vertx vertx;
  private final HttpOptions options;
  private final List<FrontDoor> doors = new CopyOnWriteArrayList<>();

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
          server.routes(
              access,
              backend,
              settings.get(GatewaySettings.INFLIGHT_BYTES),
              Duration.ofMillis(settings.get(GatewaySettings.RETENTION_MS))),
          new RequestMetrics(backend.metrics));
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

  /** Takes no more connections, gives requests under way their time, then ends. */
  @Override
  public void close() {
    List<Future<Void>> closing =
        doors.stream().map(door -> door.shutdown(options.shutdownTimeout())).toList();
    try {
      await(Future.join(closing), options.shutdownTimeout().plus(START_TIMEOUT));
    } catch (IllegalStateException e) {
      LOG.warn("Requests were cut off: {}", e.getMessage());
    }
    await(vertx.close(), START_TIMEOUT);
  }

  private void listen(Routes routes, RequestMetrics metrics) {
    DeploymentOptions each = new DeploymentOptions().setInstances(options.eventLoops());
    try {
      await(vertx.deployVerticle(() -> door(routes, metrics), each), START_TIMEOUT);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          "cannot listen on %s:%d: %s".formatted(options.host(), options.port(), e.getMessage()),
          e);
    }
    LOG.info("Listening on http://{}:{}", options.host(), port());
  }

  private FrontDoor door(Routes routes, RequestMetrics metrics) {
    FrontDoor door = new FrontDoor(routes, metrics, options);
    doors.add(door);
    return door;
  }

  private Routes routes(Access access, Backend backend, long inFlightLimit, Duration retention) {
    InFlightBytes inFlight = new InFlightBytes(inFlightLimit);
    Gauge.builder("threadmark.gateway.inflight.bytes", inFlight, InFlightBytes::held)
        .description("Bytes of bodies until Kafka's acknowledgement, and of large answers")
        .register(backend.metrics);
    Processors processors = new Processors(connections(), options.processors(), options.secret());
    BodyIntake intake = new BodyIntake(vertx, inFlight, options.bodyTimeout());
    WorkerExecutor readers = vertx.createSharedWorkerExecutor("gateway-reader", options.readers());
    IngestHandler.Tools tools =
        new IngestHandler.Tools(
            intake,
            readers,
            backend.ingest,
            backend.receipts,
            backend.readiness,
            new VisibilityWait(processors),
            backend.ingestMetrics,
            new Arrivals(backend.projects, retention, backend.clock),
            new IdempotencyKeys());
    Admission admission = new Admission(access);
    return new Routes(
        admission,
        tools,
        new SettingsHandler(intake, readers, backend.readiness, backend.projects, backend.clock),
        new QueryProxy(processors, options.queryTimeout()),
        new Health(backend.readiness, backend.metrics),
        mlflow(admission, tools, processors, backend).addresses());
  }

  private MlflowDoor mlflow(
      Admission admission, IngestHandler.Tools tools, Processors processors, Backend backend) {
    return new MlflowDoor(
        new MlflowDoor.Tools(
            admission,
            tools.intake(),
            tools.readers(),
            backend.readiness,
            tools.arrivals(),
            backend.ingest,
            backend.ingestMetrics,
            backend.receipts,
            new ProcessorAnswers(processors, options.queryTimeout()),
            backend.clock));
  }

  private Connections connections() {
    return Connections.of(
        vertx, options.queryConnections(), options.waitConnections(), options.idleTimeout());
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
