package io.threadmark.gateway.server;

import io.micrometer.core.instrument.Gauge;
import io.threadmark.gateway.access.Access;
import io.threadmark.gateway.access.Admission;
import io.threadmark.gateway.body.BodyIntake;
import io.threadmark.gateway.body.InFlightBytes;
import io.threadmark.gateway.door.events.IdempotencyKeys;
import io.threadmark.gateway.door.events.IngestHandler;
import io.threadmark.gateway.door.mlflow.MlflowDoor;
import io.threadmark.gateway.door.otlp.OtlpDoor;
import io.threadmark.gateway.door.project.SettingsHandler;
import io.threadmark.gateway.http.Address;
import io.threadmark.gateway.project.Arrivals;
import io.threadmark.gateway.query.Connections;
import io.threadmark.gateway.query.ProcessorAnswers;
import io.threadmark.gateway.query.Processors;
import io.threadmark.gateway.query.QueryProxy;
import io.threadmark.gateway.query.VisibilityWait;
import io.threadmark.gateway.settings.GatewaySettings;
import io.threadmark.schema.settings.Settings;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The ways in, put together from what they have in common.
 *
 * @param routes all that is HTTP
 * @param otlp takes calls of gRPC as well
 */
record Doors(Routes routes, OtlpDoor otlp) {

  static Doors of(
      Vertx vertx,
      HttpOptions options,
      Access access,
      GatewayServer.Backend backend,
      Settings settings) {
    InFlightBytes inFlight = new InFlightBytes(settings.get(GatewaySettings.INFLIGHT_BYTES));
    Gauge.builder("threadmark.gateway.inflight.bytes", inFlight, InFlightBytes::held)
        .description("Bytes of bodies until Kafka's acknowledgement, and of large answers")
        .register(backend.metrics());
    Connections connections =
        Connections.of(
            vertx, options.queryConnections(), options.waitConnections(), options.idleTimeout());
    Processors processors = new Processors(connections, options.processors(), options.secret());
    Admission admission = new Admission(access);
    Duration retention = Duration.ofMillis(settings.get(GatewaySettings.RETENTION_MS));
    IngestHandler.Tools tools =
        new IngestHandler.Tools(
            new BodyIntake(vertx, inFlight, options.bodyTimeout()),
            vertx.createSharedWorkerExecutor("gateway-reader", options.readers()),
            backend.ingest(),
            backend.receipts(),
            backend.readiness(),
            new VisibilityWait(processors),
            backend.ingestMetrics(),
            new Arrivals(backend.projects(), retention, backend.clock()),
            new IdempotencyKeys());
    OtlpDoor otlp = otlp(admission, tools, inFlight, backend);
    MlflowDoor mlflow =
        mlflow(admission, tools, new ProcessorAnswers(processors, options.queryTimeout()), backend);
    List<Address> others = new ArrayList<>(otlp.addresses());
    others.addAll(mlflow.addresses());
    return new Doors(
        new Routes(
            admission,
            tools,
            settings(tools, backend),
            new QueryProxy(processors, options.queryTimeout()),
            new Health(backend.readiness(), backend.metrics()),
            others),
        otlp);
  }

  private static SettingsHandler settings(
      IngestHandler.Tools tools, GatewayServer.Backend backend) {
    return new SettingsHandler(
        tools.intake(), tools.readers(), backend.readiness(), backend.projects(), backend.clock());
  }

  private static OtlpDoor otlp(
      Admission admission,
      IngestHandler.Tools tools,
      InFlightBytes inFlight,
      GatewayServer.Backend backend) {
    return new OtlpDoor(
        new OtlpDoor.Tools(
            admission,
            tools.intake(),
            tools.readers(),
            inFlight,
            backend.readiness(),
            tools.arrivals(),
            backend.ingest(),
            backend.ingestMetrics(),
            backend.metrics()));
  }

  private static MlflowDoor mlflow(
      Admission admission,
      IngestHandler.Tools tools,
      ProcessorAnswers processor,
      GatewayServer.Backend backend) {
    return new MlflowDoor(
        new MlflowDoor.Tools(
            admission,
            tools.intake(),
            tools.readers(),
            backend.readiness(),
            tools.arrivals(),
            backend.ingest(),
            backend.ingestMetrics(),
            backend.receipts(),
            processor,
            backend.clock()));
  }
}
