package io.threadmark.gateway.door.mlflow;

import io.threadmark.gateway.access.Grant;
import io.threadmark.gateway.body.BodyIntake;
import io.threadmark.gateway.body.BodyIntake.Body;
import io.threadmark.gateway.body.ContentCoding;
import io.threadmark.gateway.json.JsonTree;
import io.threadmark.gateway.publish.Readiness;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.refusal.RequestRefused;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** The way of a call: take the body in, read it, answer it in MLflow's form. */
final class MlflowHandler implements Handler<RoutingContext> {
  /** From this size on a body is read by a reader, so that the event loop need not wait for it. */
  private static final int LARGE_BYTES = 32 * 1024;

  /** Answers a call. */
  @FunctionalInterface
  interface Call {
    Future<JsonObject> answer(MlflowRequest request)
        throws MlflowProblem, InvalidEvent, RequestRefused;
  }

  private final BodyIntake intake;
  private final WorkerExecutor readers;
  private final Readiness readiness;
  private final Call call;

  MlflowHandler(BodyIntake intake, WorkerExecutor readers, Readiness readiness, Call call) {
    this.intake = intake;
    this.readers = readers;
    this.readiness = readiness;
    this.call = call;
  }

  @Override
  public void handle(RoutingContext context) {
    try {
      if (!readiness.primed()) {
        throw new RequestRefused(ErrorCode.UNAVAILABLE, "the gateway is starting");
      }
      take(context, ContentCoding.of(context.request().getHeader("Content-Encoding")));
    } catch (RequestRefused e) {
      MlflowAnswer.fail(context, e);
    }
  }

  private void take(RoutingContext context, ContentCoding coding) {
    intake
        .take(context.request())
        .compose(
            body ->
                message(body, coding)
                    .compose(message -> answer(context, message))
                    .compose(answer -> MlflowAnswer.send(context, answer))
                    .onComplete(done -> body.share().release()))
        .onFailure(failure -> MlflowAnswer.fail(context, failure));
  }

  private Future<Message> message(Body body, ContentCoding coding) {
    if (body.bytes().length >= LARGE_BYTES) {
      return readers.executeBlocking(() -> read(body, coding), false);
    }
    try {
      return Future.succeededFuture(read(body, coding));
    } catch (RequestRefused | InvalidEvent e) {
      return Future.failedFuture(e);
    }
  }

  private static Message read(Body body, ContentCoding coding) throws RequestRefused, InvalidEvent {
    byte[] unpacked = coding.unpack(body.bytes());
    if (!body.share().resize(unpacked.length)) {
      throw BodyIntake.overloaded();
    }
    return unpacked.length == 0
        ? Message.EMPTY
        : Message.of(JsonTree.of(unpacked, 0, unpacked.length), "");
  }

  private Future<JsonObject> answer(RoutingContext context, Message message) {
    try {
      return call.answer(new MlflowRequest(context, Grant.of(context), message));
    } catch (MlflowProblem | InvalidEvent | RequestRefused | RuntimeException e) {
      return Future.failedFuture(e);
    }
  }
}
