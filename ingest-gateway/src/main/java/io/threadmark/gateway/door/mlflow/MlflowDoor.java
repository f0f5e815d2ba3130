package io.threadmark.gateway.door.mlflow;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.PATCH;
import static io.vertx.core.http.HttpMethod.POST;
import static io.vertx.core.http.HttpMethod.PUT;

import io.threadmark.gateway.access.Admission;
import io.threadmark.gateway.access.Scope;
import io.threadmark.gateway.body.BodyIntake;
import io.threadmark.gateway.http.Address;
import io.threadmark.gateway.project.Arrivals;
import io.threadmark.gateway.publish.Ingest;
import io.threadmark.gateway.publish.IngestMetrics;
import io.threadmark.gateway.publish.Readiness;
import io.threadmark.gateway.publish.Receipts;
import io.threadmark.gateway.query.ProcessorAnswers;
import io.vertx.core.Handler;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The addresses by which MLflow's own client works with traces and assessments. */
public final class MlflowDoor {
  private static final String V2 = "/api/2.0/mlflow";
  private static final String V3 = "/api/3.0/mlflow";
  private static final String TRACES = V3 + "/traces";
  private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/*";

  /** The release of MLflow that this was last held against; clients ask for what it can do. */
  private static final String VERSION = "3.17.2";

  private static final List<HttpMethod> METHODS = List.of(GET, POST, PUT, PATCH, DELETE);

  /**
   * What it needs of the gateway.
   *
   * @param readers read large bodies
   * @param arrivals tells under which settings a call comes in
   */
  public record Tools(
      Admission admission,
      BodyIntake intake,
      WorkerExecutor readers,
      Readiness readiness,
      Arrivals arrivals,
      Ingest ingest,
      IngestMetrics metrics,
      Receipts receipts,
      ProcessorAnswers processor,
      Clock clock) {}

  private final Tools tools;
  private final ExperimentCalls experiments;
  private final TraceCalls traces;
  private final SearchCall search;
  private final AssessmentCalls assessments;
  private final TagCalls tags;
  private final TraceErasure erasure;

  public MlflowDoor(Tools tools) {
    this.tools = tools;
    RecentWrites recent = new RecentWrites(tools.receipts, tools.clock);
    Homes homes = new Homes(tools.admission, tools.processor);
    Publication publication =
        new Publication(tools.arrivals, tools.ingest, tools.metrics, recent, homes);
    Reads reads = new Reads(tools.processor, recent);
    experiments = new ExperimentCalls(tools.admission, tools.processor);
    traces = new TraceCalls(experiments, publication, reads, homes);
    search = new SearchCall(experiments, reads);
    assessments = new AssessmentCalls(publication, reads, homes, tools.clock);
    tags = new TagCalls(publication, homes);
    erasure = new TraceErasure(experiments, publication, reads);
  }

  /** The first that fits a call takes it: names of calls come before ids. */
  public List<Address> addresses() {
    return List.of(
        new Address("/version", Map.of(GET, text(VERSION))),
        new Address("/health", Map.of(GET, text("OK"))),
        address(V2 + "/experiments/get-by-name", Map.of(GET, query(experiments::byName))),
        address(V2 + "/experiments/get", Map.of(GET, query(experiments::get))),
        address(V2 + "/experiments/create", Map.of(POST, ingest(experiments::create))),
        address(V2 + "/experiments/search", Map.of(POST, query(experiments::search))),
        address(TRACES, Map.of(POST, ingest(traces::start))),
        address(TRACES + "/get", Map.of(GET, query(traces::whole))),
        address(TRACES + "/batchGet", Map.of(GET, query(traces::wholeBatch))),
        address(TRACES + "/batchGetInfos", Map.of(POST, query(traces::infoBatch))),
        address(TRACES + "/search", Map.of(POST, query(search::search))),
        address(TRACES + "/:trace_id", Map.of(GET, query(traces::info))),
        address(
            TRACES + "/:trace_id/assessments",
            Map.of(POST, handler(assessments::create, Scope.INGEST, Scope.FEEDBACK))),
        address(
            TRACES + "/:trace_id/assessments/:assessment_id",
            Map.of(
                GET,
                query(assessments::get),
                PATCH,
                handler(assessments::update, Scope.INGEST, Scope.FEEDBACK),
                DELETE,
                handler(assessments::delete, Scope.INGEST, Scope.FEEDBACK))),
        address(V2 + "/traces/delete-traces", Map.of(POST, handler(erasure::delete, Scope.ADMIN))),
        address(
            V2 + "/traces/:trace_id/tags",
            Map.of(PATCH, ingest(tags::set), DELETE, ingest(tags::delete))),
        address(ARTIFACTS, Map.of(PUT, ingest(ArtifactCalls::put), GET, query(ArtifactCalls::get))),
        address(V2 + "/*", Map.of()),
        address(V3 + "/*", Map.of()));
  }

  private Handler<RoutingContext> query(MlflowHandler.Call call) {
    return handler(call, Scope.QUERY);
  }

  private Handler<RoutingContext> ingest(MlflowHandler.Call call) {
    return handler(call, Scope.INGEST);
  }

  private Handler<RoutingContext> handler(MlflowHandler.Call call, Scope... scopes) {
    return tools.admission.of(
        new MlflowHandler(tools.intake, tools.readers, tools.readiness, call),
        MlflowAnswer::fail,
        scopes);
  }

  /** An address at which every other method is no call of ours. */
  private static Address address(String path, Map<HttpMethod, Handler<RoutingContext>> calls) {
    Map<HttpMethod, Handler<RoutingContext>> all = new HashMap<>();
    METHODS.forEach(
        method ->
            all.put(method, context -> MlflowAnswer.fail(context, MlflowProblem.noEndpoint())));
    all.putAll(calls);
    return new Address(path, Map.copyOf(all));
  }

  private static Handler<RoutingContext> text(String text) {
    return context ->
        context.response().putHeader("Content-Type", "text/plain; charset=utf-8").end(text);
  }
}
