package io.threadmark.gateway.door.otlp;

import io.threadmark.gateway.access.Admission;
import io.threadmark.gateway.access.Grant;
import io.threadmark.gateway.body.BodyIntake;
import io.threadmark.gateway.body.ContentCoding;
import io.threadmark.gateway.http.ErrorAnswer;
import io.threadmark.gateway.project.Arrivals;
import io.threadmark.gateway.publish.Readiness;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.RequestRefused;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Takes OTLP over HTTP; answers in the encoding of the request. */
final class OtlpHandler implements Handler<RoutingContext> {
  private static final int OK = 200;

  private final OtlpSignal signal;
  private final Exports exports;
  private final BodyIntake intake;
  private final Readiness readiness;
  private final Admission admission;
  private final Arrivals arrivals;

  OtlpHandler(OtlpSignal signal, Exports exports, OtlpDoor.Tools tools) {
    this.signal = signal;
    this.exports = exports;
    this.intake = tools.intake();
    this.readiness = tools.readiness();
    this.admission = tools.admission();
    this.arrivals = tools.arrivals();
  }

  @Override
  public void handle(RoutingContext context) {
    try {
      if (!readiness.primed()) {
        throw new RequestRefused(ErrorCode.UNAVAILABLE, "the gateway is starting");
      }
      take(
          context,
          OtlpEncoding.of(context.request().getHeader("Content-Type")),
          ContentCoding.of(context.request().getHeader("Content-Encoding")),
          ProjectChoice.of(Grant.of(context), context.request().headers(), admission, arrivals));
    } catch (RequestRefused e) {
      fail(context, e);
    }
  }

  private void take(
      RoutingContext context, OtlpEncoding encoding, ContentCoding coding, ProjectChoice projects) {
    intake
        .take(context.request())
        .compose(
            body ->
                exports
                    .take(
                        context.vertx(),
                        signal,
                        encoding,
                        coding,
                        body.bytes(),
                        body.share(),
                        projects)
                    .compose(answer -> send(context, OK, encoding, encoding.write(answer)))
                    .onComplete(done -> body.share().release()))
        .onFailure(failure -> fail(context, failure));
  }

  /** Answers a request that failed in whatever way. */
  static void fail(RoutingContext context, Throwable failure) {
    OtlpFault fault = OtlpFault.of(failure);
    OtlpEncoding encoding = encodingOf(context);
    if (fault.isToBeSentAgain() && !context.response().ended()) {
      context.response().putHeader("Retry-After", ErrorAnswer.RETRY_AFTER_SECONDS);
    }
    send(context, fault.status(), encoding, encoding.status(fault.code().code, fault.message()));
  }

  /** That of the request; who sends neither can read JSON. */
  private static OtlpEncoding encodingOf(RoutingContext context) {
    try {
      return OtlpEncoding.of(context.request().getHeader("Content-Type"));
    } catch (RequestRefused e) {
      return OtlpEncoding.JSON;
    }
  }

  /** A client that is gone before it has read its answer is no failure of ours. */
  private static Future<Void> send(
      RoutingContext context, int status, OtlpEncoding encoding, Buffer answer) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return Future.succeededFuture();
    }
    return response
        .setStatusCode(status)
        .putHeader("Content-Type", encoding.mediaType())
        .end(answer)
        .otherwiseEmpty();
  }
}
