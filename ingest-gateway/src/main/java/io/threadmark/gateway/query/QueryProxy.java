package io.threadmark.gateway.query;

import io.threadmark.gateway.access.Grant;
import io.threadmark.gateway.http.ErrorAnswer;
import io.threadmark.gateway.http.JsonAnswer;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.schema.project.ProjectHeader;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.MediaType;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyOptions;
import io.vertx.httpproxy.ProxyResponse;
import java.util.List;

/** Passes queries on to streams-processor, so that users see one address. */
public final class QueryProxy implements Handler<RoutingContext> {
  /** What a caller shows the gateway is not for those behind it, who trust the gateway. */
  private static final List<String> CREDENTIALS = List.of("Authorization", "api-key", "X-Api-Key");

  private static final int UNAUTHENTICATED = 401;

  private final HttpProxy proxy;

  public QueryProxy(Processors processors) {
    proxy =
        HttpProxy.reverseProxy(new ProxyOptions().setSupportWebSocket(false), processors.client())
            .origin(context -> processors.request(new RequestOptions()))
            .addInterceptor(new Unreachable());
  }

  @Override
  public void handle(RoutingContext context) {
    MultiMap headers = context.request().headers();
    CREDENTIALS.forEach(headers::remove);
    headers.set(ProjectHeader.NAME, ProjectHeader.encode(Grant.of(context).project()));
    proxy.handle(context.request());
  }

  /** Answers in our own form where no processor can be reached, or none takes our secret. */
  private static final class Unreachable implements ProxyInterceptor {
    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
      return context
          .sendRequest()
          .map(
              response ->
                  response.getStatusCode() == UNAUTHENTICATED
                      ? answer(context, "streams-processor has another internal.secret")
                      : response)
          .recover(
              failure ->
                  Future.succeededFuture(answer(context, "streams-processor does not answer")));
    }

    private static ProxyResponse answer(ProxyContext context, String why) {
      ProxyResponse response = context.request().release().response();
      response.setStatusCode(ErrorCode.UNAVAILABLE.status());
      response.putHeader("Retry-After", ErrorAnswer.RETRY_AFTER_SECONDS);
      return response.setBody(
          Body.body(
              JsonAnswer.render(json -> ErrorAnswer.write(json, ErrorCode.UNAVAILABLE, "", why)),
              MediaType.APPLICATION_JSON));
    }
  }
}
