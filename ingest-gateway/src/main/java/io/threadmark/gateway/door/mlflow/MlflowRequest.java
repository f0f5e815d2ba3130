package io.threadmark.gateway.door.mlflow;

import io.threadmark.gateway.access.Grant;
import io.threadmark.gateway.query.Passage;
import io.threadmark.schema.TraceId;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * One call of a client.
 *
 * @param grant what it was let in for
 * @param body the object that it sent; empty where it sent none
 */
record MlflowRequest(RoutingContext context, Grant grant, Message body) {

  /** The trace that the path names, in its canonical form. */
  String traceId() {
    return TraceId.canonical(context.pathParam("trace_id"));
  }

  String assessmentId() {
    return context.pathParam("assessment_id");
  }

  /** A parameter that must be there. */
  String parameter(String name) throws MlflowProblem {
    List<String> values = context.queryParam(name);
    if (values.isEmpty() || values.get(0).isEmpty()) {
      throw MlflowProblem.invalid(name + " is required");
    }
    return values.get(0);
  }

  /** All values of a parameter. */
  List<String> parameters(String name) {
    return context.queryParam(name);
  }

  Vertx vertx() {
    return context.vertx();
  }

  /** What processors are asked on its behalf. */
  Passage passage() {
    return Passage.of(context);
  }
}
