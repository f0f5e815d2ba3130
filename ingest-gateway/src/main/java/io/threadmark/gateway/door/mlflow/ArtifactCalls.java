package io.threadmark.gateway.door.mlflow;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * Calls by which clients before 3.6 bring the spans of a trace as a file, and read them again. The
 * file is taken, so that such a client goes on, and not read: what is told of its trace comes
 * beside it. Nothing else is kept as an artifact.
 */
final class ArtifactCalls {
  private static final String SPANS_FILE = "/traces.json";

  private ArtifactCalls() {}

  static Future<JsonObject> put(MlflowRequest request) throws MlflowProblem {
    checkIsOfSpans(request);
    return Future.succeededFuture(new JsonObject());
  }

  static Future<JsonObject> get(MlflowRequest request) throws MlflowProblem {
    checkIsOfSpans(request);
    return Future.succeededFuture(new JsonObject().put("spans", new JsonArray()));
  }

  private static void checkIsOfSpans(MlflowRequest request) throws MlflowProblem {
    if (!request.context().request().path().endsWith(SPANS_FILE)) {
      throw MlflowProblem.noEndpoint();
    }
  }
}
