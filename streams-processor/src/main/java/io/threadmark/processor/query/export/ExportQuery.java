package io.threadmark.processor.query.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.processor.export.job.ExportPlan;
import io.threadmark.processor.export.job.Exports;
import io.threadmark.processor.query.http.RequestProblem;
import io.threadmark.schema.Key;
import io.threadmark.schema.state.ExportJob;
import java.time.Clock;

/** Asks for exports, and tells how far they are. */
public final class ExportQuery {
  private final Exports exports;
  private final Clock clock;

  public ExportQuery(Exports exports, Clock clock) {
    this.exports = exports;
    this.clock = clock;
  }

  /**
   * Asks for one.
   *
   * @param idempotencyKey null for none
   * @throws RequestProblem where something is wrong with it, or the key came with another request
   */
  public ObjectNode ask(String project, byte[] body, String idempotencyKey) {
    String request = ExportRequest.check(project, body);
    String id =
        idempotencyKey == null
            ? ExportIds.fresh(clock)
            : ExportIds.following(project, idempotencyKey);
    ExportJob job =
        exports.ask(
            Key.export(project, id),
            request,
            former(ExportRequest.plan(project, request), project));
    if (!job.getRequest().equals(request)) {
      throw RequestProblem.conflict(
          "Idempotency-Key",
          "Idempotency-Key was sent before with another request; a new one needs a key of its own");
    }
    return ExportView.of(id, job);
  }

  /** The job whose package it is to be compared with; null for none. */
  private ExportJob former(ExportPlan plan, String project) {
    if (plan.against() == null) {
      return null;
    }
    ExportJob former = exports.find(key(project, plan.against()));
    if (former == null) {
      throw RequestProblem.invalid("against", "is no export of this project");
    }
    if (former.getPackageBytes() == null) {
      throw RequestProblem.invalid("against", "has no package: the export is " + former.getState());
    }
    String format = ExportRequest.plan(project, former.getRequest()).format().name();
    if (!format.equals(plan.format().name())) {
      throw RequestProblem.invalid("against", "must be of the same format, and is of " + format);
    }
    return former;
  }

  /** One as it is; null where there is none of that id in the project. */
  public ObjectNode find(String project, String id) {
    return view(id, exports.find(key(project, id)));
  }

  /** Those of a project, the newest first. */
  public ObjectNode list(String project, int most) {
    return ExportView.of(exports.list(project, most));
  }

  /** Cancels one that goes on, and removes the package of one that is done. */
  public ObjectNode cancel(String project, String id) {
    return view(id, exports.cancel(key(project, id)));
  }

  /**
   * Begins one anew.
   *
   * @throws RequestProblem where it goes on, or has a package
   */
  public ObjectNode repeat(String project, String id) {
    Key key = key(project, id);
    ExportJob job = exports.find(key);
    if (job != null && !Exports.isRepeatable(job)) {
      throw RequestProblem.conflict(
          null,
          job.getPackageBytes() == null
              ? "the export is " + job.getState() + " already"
              : "the export is done, and its package is there");
    }
    return view(id, exports.repeat(key));
  }

  private static ObjectNode view(String id, ExportJob job) {
    return job == null ? null : ExportView.of(id, job);
  }

  static Key key(String project, String id) {
    return Key.export(project, id);
  }
}
