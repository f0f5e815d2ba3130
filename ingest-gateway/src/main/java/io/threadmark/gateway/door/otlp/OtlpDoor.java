package io.threadmark.gateway.door.otlp;

import static io.vertx.core.http.HttpMethod.POST;

import io.micrometer.core.instrument.MeterRegistry;
import io.threadmark.gateway.access.Admission;
import io.threadmark.gateway.access.Scope;
import io.threadmark.gateway.body.BodyIntake;
import io.threadmark.gateway.body.InFlightBytes;
import io.threadmark.gateway.http.Address;
import io.threadmark.gateway.project.Arrivals;
import io.threadmark.gateway.publish.Ingest;
import io.threadmark.gateway.publish.IngestMetrics;
import io.threadmark.gateway.publish.Readiness;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;

/** The way in for OpenTelemetry's exporters: spans, and the results of evaluations. */
public final class OtlpDoor {

  /**
   * What it needs of the gateway.
   *
   * @param readers read large bodies
   * @param inFlight bounds what all requests hold together
   * @param arrivals tells under which settings a request comes in
   * @param registry where it is counted what is passed over
   */
  public record Tools(
      Admission admission,
      BodyIntake intake,
      WorkerExecutor readers,
      InFlightBytes inFlight,
      Readiness readiness,
      Arrivals arrivals,
      Ingest ingest,
      IngestMetrics metrics,
      MeterRegistry registry) {}

  private final Tools tools;
  private final Exports exports;

  public OtlpDoor(Tools tools) {
    this.tools = tools;
    this.exports = new Exports(tools.readers, tools.ingest, tools.metrics, tools.registry);
  }

  /** Its addresses of HTTP. */
  public List<Address> addresses() {
    return List.of(
        address("/v1/traces", OtlpSignal.TRACES, Scope.INGEST),
        address("/v1/logs", OtlpSignal.LOGS, Scope.INGEST, Scope.FEEDBACK));
  }

  /** Takes calls of gRPC, of an event loop's share of the server. */
  public Handler<HttpServerRequest> grpc(Vertx vertx) {
    return OtlpGrpc.server(vertx, exports, tools);
  }

  private Address address(String path, OtlpSignal signal, Scope... scopes) {
    return new Address(
        path,
        Map.of(
            POST,
            tools.admission.of(
                new OtlpHandler(signal, exports, tools), OtlpHandler::fail, scopes)));
  }
}
