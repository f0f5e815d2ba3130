package io.threadmark.processor.query.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.processor.cluster.NotAvailableException;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is sent back: JSON, and errors in their one form. */
public final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  public static void send(RoutingContext request, int status, ObjectNode view) {
    send(request, status, Views.json(view));
  }

  public static void send(RoutingContext request, int status, byte[] json) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(Buffer.buffer(json));
  }

  public static void fail(RoutingContext request, Throwable failure) {
    RequestProblem problem = problem(request, failure);
    ObjectNode view = Views.object();
    ObjectNode error = view.putObject("error");
    error.put("code", problem.code).put("message", problem.getMessage());
    var details = error.putArray("details");
    if (problem.path != null) {
      details.addObject().put("path", problem.path).put("message", problem.getMessage());
      problem.details.forEach(
          detail -> details.addObject().put("path", problem.path).put("message", detail));
    }
    if (problem.status == 503) {
      request.response().putHeader("Retry-After", "1");
    }
    send(request, problem.status, view);
  }

  private static RequestProblem problem(RoutingContext request, Throwable failure) {
    if (failure instanceof RequestProblem problem) {
      return problem;
    }
    if (failure instanceof NotAvailableException) {
      return RequestProblem.unavailable(failure.getMessage());
    }
    LOG.error("{} {} failed", request.request().method(), request.normalizedPath(), failure);
    return RequestProblem.unavailable("the query failed; the processor's log says why");
  }
}
