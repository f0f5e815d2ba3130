package io.threadmark.gateway.http;

import io.threadmark.gateway.refusal.ErrorCode;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    HttpMethod asked = context.request().method();
    Handler<RoutingContext> method = methods.get(asked);
    if (method == null && asked.equals(HttpMethod.HEAD)) {
      method = methods.get(HttpMethod.GET); // the answer to a HEAD is sent without its body
    }
    if (method != null) {
      method.handle(context);
    } else if (asked.equals(HttpMethod.OPTIONS)) {
      context.response().setStatusCode(204).putHeader("Allow", allowed()).end();
    } else {
      context.response().putHeader("Allow", allowed());
      ErrorAnswer.send(
          context, ErrorCode.METHOD_NOT_ALLOWED, "this address takes " + allowed() + " only");
    }
  }

  private String allowed() {
    Stream<HttpMethod> beside =
        methods.containsKey(HttpMethod.GET) ? Stream.of(HttpMethod.HEAD) : Stream.empty();
    return Stream.concat(methods.keySet().stream(), beside)
        .map(HttpMethod::name)
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
