package io.threadmark.gateway.query;

import io.threadmark.gateway.access.Grant;
import io.threadmark.gateway.http.ErrorAnswer;
import io.threadmark.gateway.http.JsonAnswer;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.schema.project.ProjectHeader;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.MediaType;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyOptions;
import io.vertx.httpproxy.ProxyResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Passes queries on to streams-processor, so that users see one address. */
public final class QueryProxy implements Handler<RoutingContext> {
  /** What a caller shows the gateway is not for those behind it, who trust the gateway. */
  private static final List<String> CREDENTIALS = List.of("Authorization", "api-key", "X-Api-Key");

  /**
   * What is answered for as long as the client listens, or for as long as it takes to send much: it
   * ends where nothing moves any more, and not after a time.
   */
  private static final Pattern STREAM =
      Pattern.compile("/api/v1/(labeled-threads/stream|datasets/[^/]+|exports/[^/]+/file)/?");

  private static final int UNAUTHENTICATED = 401;

  private static final ProxyOptions OPTIONS = new ProxyOptions().setSupportWebSocket(false);

  private final Processors processors;
  private final Duration timeout;

  /**
   * @param timeout of a query, beside what it waits for: until its answer begins, and again until
   *     the client has it
   */
  public QueryProxy(Processors processors, Duration timeout) {
    this.processors = processors;
    this.timeout = timeout;
  }

  @Override
  public void handle(RoutingContext context) {
    MultiMap headers = context.request().headers();
    CREDENTIALS.forEach(headers::remove);
    headers.set(ProjectHeader.NAME, ProjectHeader.encode(Grant.of(context).project()));
    Passage passage = Passage.of(context);
    Duration wait = QueryWait.of(context.request());
    HttpClient client = client(context, wait);
    HttpProxy.reverseProxy(OPTIONS, client)
        .origin(asked -> passage.through(processors.request(client, new RequestOptions())))
        .addInterceptor(
            new InTime(passage, wait == null ? timeout : timeout.plus(wait), isStream(context)))
        .handle(context.request());
  }

  private HttpClient client(RoutingContext context, Duration wait) {
    Connections connections = processors.connections();
    if (isStream(context)) {
      return connections.streams();
    }
    return wait == null ? connections.queries() : connections.waits();
  }

  private static boolean isStream(RoutingContext context) {
    return STREAM.matcher(context.request().path()).matches();
  }

  /**
   * Gives up what takes too long, and answers in our own form where no processor can be reached, or
   * none takes our secret.
   */
  private final class InTime implements ProxyInterceptor {
    private final Passage passage;
    private final Duration untilAnswer;
    private final boolean endless;

    InTime(Passage passage, Duration untilAnswer, boolean endless) {
      this.passage = passage;
      this.untilAnswer = untilAnswer;
      this.endless = endless;
    }

    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
      return within(untilAnswer, context.sendRequest())
          .map(response -> isRefused(response) ? refused(context, response) : response)
          .recover(failure -> Future.succeededFuture(answer(context, failure)));
    }

    @Override
    public Future<Void> handleProxyResponse(ProxyContext context) {
      return endless ? context.sendResponse() : within(timeout, context.sendResponse());
    }

    private <T> Future<T> within(Duration time, Future<T> done) {
      return done.timeout(time.toMillis(), TimeUnit.MILLISECONDS)
          .onFailure(failure -> passage.end());
    }

    private static boolean isRefused(ProxyResponse response) {
      return response.getStatusCode() == UNAUTHENTICATED;
    }

    private static ProxyResponse refused(ProxyContext context, ProxyResponse response) {
      response.release();
      return answer(
          context, ErrorCode.UNAVAILABLE, "streams-processor has another internal.secret");
    }

    private static ProxyResponse answer(ProxyContext context, Throwable failure) {
      if (failure instanceof ConnectionPoolTooBusyException) {
        return answer(
            context, ErrorCode.OVERLOADED, "there are too many queries at the moment; ask again");
      }
      String late = failure instanceof TimeoutException ? " in time" : "";
      return answer(context, ErrorCode.UNAVAILABLE, "streams-processor does not answer" + late);
    }

    private static ProxyResponse answer(ProxyContext context, ErrorCode code, String why) {
      ProxyResponse response = context.request().release().response();
      response.setStatusCode(code.status());
      response.putHeader("Retry-After", ErrorAnswer.RETRY_AFTER_SECONDS);
      return response.setBody(
          Body.body(
              JsonAnswer.render(json -> ErrorAnswer.write(json, code, "", why)),
              MediaType.APPLICATION_JSON));
    }
  }
}
