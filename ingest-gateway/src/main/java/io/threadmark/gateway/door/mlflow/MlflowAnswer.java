package io.threadmark.gateway.door.mlflow;

import io.threadmark.gateway.http.ErrorAnswer;
import io.threadmark.gateway.http.JsonAnswer;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers as MLflow's server does: success is 200 and an object, an error has a code of its own.
 */
final class MlflowAnswer {
  private static final Logger LOG = LoggerFactory.getLogger(MlflowAnswer.class);
  private static final int OK = 200;
  private static final int INTERNAL = 500;
  private static final int UNAVAILABLE = 503;

  private MlflowAnswer() {}

  static Future<Void> send(RoutingContext context, JsonObject answer) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return Future.succeededFuture();
    }
    return JsonAnswer.send(response, OK, answer.toBuffer()).otherwiseEmpty();
  }

  /** Answers a request that failed in whatever way. */
  static void fail(RoutingContext context, Throwable failure) {
    MlflowProblem problem = MlflowProblem.of(failure);
    if (problem == null) {
      LOG.error("{} of MLflow failed", context.request().method(), failure);
      fail(context, INTERNAL, "INTERNAL_ERROR", "the gateway failed; its log says why");
    } else {
      fail(context, problem.status(), problem.code(), problem.getMessage());
    }
  }

  private static void fail(RoutingContext context, int status, String code, String message) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (status == UNAVAILABLE) {
      response.putHeader("Retry-After", ErrorAnswer.RETRY_AFTER_SECONDS);
    }
    JsonAnswer.send(
        response,
        status,
        new JsonObject().put("error_code", code).put("message", message).toBuffer());
  }
}
