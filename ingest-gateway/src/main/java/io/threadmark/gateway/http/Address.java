package io.threadmark.gateway.http;

import io.threadmark.gateway.refusal.ErrorCode;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An address and what it does by method.
 *
 * @param path with parameters as {@code :name}; metrics know the address by it
 */
public record Address(String path, Map<HttpMethod, Handler<RoutingContext>> methods) {

  public void mount(Router router, RequestMetrics metrics) {
    router.route(path).handler(context -> handle(context, metrics));
  }

  private void handle(RoutingContext context, RequestMetrics metrics) {
    metrics.watch(context, path);
    Handler<RoutingContext> method = methods.get(context.request().method());
    if (method != null) {
      method.handle(context);
    } else {
      context.response().putHeader("Allow", allowed());
      ErrorAnswer.send(
          context, ErrorCode.METHOD_NOT_ALLOWED, "this address takes " + allowed() + " only");
    }
  }

  private String allowed() {
    return methods.keySet().stream()
        .map(HttpMethod::name)
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
