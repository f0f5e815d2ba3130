package io.threadmark.gateway.server;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.HEAD;
import static io.vertx.core.http.HttpMethod.POST;
import static io.vertx.core.http.HttpMethod.PUT;

import io.threadmark.gateway.access.Admission;
import io.threadmark.gateway.access.Scope;
import io.threadmark.gateway.door.events.EventForm;
import io.threadmark.gateway.door.events.IngestHandler;
import io.threadmark.gateway.door.project.SettingsHandler;
import io.threadmark.gateway.event.ErasureSubject.Kind;
import io.threadmark.gateway.event.EventType;
import io.threadmark.gateway.http.Address;
import io.threadmark.gateway.http.ErrorAnswer;
import io.threadmark.gateway.http.RequestMetrics;
import io.threadmark.gateway.query.QueryProxy;
import io.threadmark.gateway.refusal.ErrorCode;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;

/** Every address of the gateway, in one place. */
public final class Routes {
  private final Admission admission;
  private final IngestHandler.Tools tools;
  private final SettingsHandler settings;
  private final QueryProxy proxy;
  private final Health health;
  private final List<Address> doors;

  /**
   * @param doors the addresses of other people's protocols
   */
  public Routes(
      Admission admission,
      IngestHandler.Tools tools,
      SettingsHandler settings,
      QueryProxy proxy,
      Health health,
      List<Address> doors) {
    this.admission = admission;
    this.tools = tools;
    this.settings = settings;
    this.proxy = proxy;
    this.health = health;
    this.doors = List.copyOf(doors);
  }

  /**
   * @param first sees every request before it is taken
   */
  Router router(Vertx vertx, RequestMetrics metrics, Handler<RoutingContext> first) {
    Router router = Router.router(vertx);
    router.route().handler(first);
    addresses().forEach(address -> address.mount(router, metrics));
    doors.forEach(address -> address.mount(router, metrics));
    router
        .route()
        .handler(
            context -> {
              metrics.watch(context, "none");
              ErrorAnswer.send(context, ErrorCode.NOT_FOUND, "there is nothing at this address");
            });
    router.errorHandler(
        400,
        context ->
            ErrorAnswer.send(context, ErrorCode.INVALID_REQUEST, "the address cannot be read"));
    router.errorHandler(500, context -> ErrorAnswer.send(context, context.failure()));
    return router;
  }

  /**
   * Our own addresses; the first that fits a request takes it. Those of other doors come behind.
   */
  public List<Address> addresses() {
    Handler<RoutingContext> query = admission.of(proxy, Scope.QUERY);
    return List.of(
        new Address("/api/v1/events", Map.of(POST, ingest(null))),
        new Address("/api/v1/messages", Map.of(POST, ingest(EventType.MESSAGE))),
        new Address("/api/v1/spans", Map.of(POST, ingest(EventType.SPAN))),
        new Address("/api/v1/traces", Map.of(POST, ingest(EventType.TRACE), GET, query)),
        new Address("/api/v1/traces/:trace_id", Map.of(DELETE, erasure(Kind.TRACE), GET, query)),
        new Address("/api/v1/traces/*", Map.of(GET, query)),
        new Address("/api/v1/threads", Map.of(POST, ingest(EventType.THREAD), GET, query)),
        new Address(
            "/api/v1/threads/:thread_id",
            Map.of(PUT, thread(), DELETE, erasure(Kind.THREAD), GET, query)),
        new Address("/api/v1/threads/*", Map.of(GET, query)),
        new Address("/api/v1/feedback", Map.of(POST, feedback(), GET, query)),
        new Address("/api/v1/feedback/:feedback_id", Map.of(DELETE, retraction(), GET, query)),
        new Address("/api/v1/feedback/*", Map.of(GET, query)),
        new Address("/api/v1/metrics", Map.of(GET, query)),
        new Address("/api/v1/metrics/summary", Map.of(GET, query)),
        new Address("/api/v1/metrics/agreement", Map.of(GET, query)),
        new Address("/api/v1/metrics/ranking", Map.of(GET, query)),
        new Address("/api/v1/projects", Map.of(GET, query)),
        new Address("/api/v1/labeled-threads/stream", Map.of(GET, query)),
        new Address("/api/v1/datasets/:format", Map.of(GET, query)),
        new Address("/api/v1/exports", Map.of(POST, query, GET, query)),
        new Address("/api/v1/exports/:export_id", Map.of(GET, query, DELETE, query)),
        new Address("/api/v1/exports/:export_id/retry", Map.of(POST, query)),
        new Address("/api/v1/exports/:export_id/file", Map.of(GET, query)),
        new Address("/api/v1/receipts/:receipt", Map.of(GET, query)),
        new Address("/api/v1/users/:user_id", Map.of(DELETE, erasure(Kind.USER))),
        new Address("/api/v1/erasures/:erasure_id", Map.of(GET, erasureQuery())),
        new Address(
            "/api/v1/project",
            Map.of(
                GET,
                admission.of(settings::get, Scope.QUERY),
                PUT,
                admission.of(settings::put, Scope.ADMIN))),
        new Address("/livez", page(health::live)),
        new Address("/readyz", page(health::ready)),
        new Address("/metrics", page(health::metrics)),
        new Address("/openapi.yaml", page(health::contract)),
        new Address("/", page(health::page)));
  }

  private Handler<RoutingContext> ingest(EventType only) {
    return admission.of(new IngestHandler(tools, EventForm.events(only)), Scope.INGEST);
  }

  private Handler<RoutingContext> thread() {
    return admission.of(new IngestHandler(tools, EventForm.thread()), Scope.INGEST);
  }

  private Handler<RoutingContext> feedback() {
    return admission.of(
        new IngestHandler(tools, EventForm.events(EventType.FEEDBACK)),
        Scope.INGEST,
        Scope.FEEDBACK);
  }

  private Handler<RoutingContext> retraction() {
    return admission.of(
        new IngestHandler(tools, EventForm.retraction()), Scope.INGEST, Scope.FEEDBACK);
  }

  private Handler<RoutingContext> erasure(Kind kind) {
    return admission.of(new IngestHandler(tools, EventForm.erasure(kind)), Scope.ADMIN);
  }

  /** For those who see what is there, and for those who may erase it. */
  private Handler<RoutingContext> erasureQuery() {
    return admission.of(proxy, Scope.QUERY, Scope.ADMIN);
  }

  /** What is the same for everyone, and so needs no admission. */
  private static Map<HttpMethod, Handler<RoutingContext>> page(Handler<RoutingContext> handler) {
    return Map.of(GET, handler, HEAD, handler);
  }
}
