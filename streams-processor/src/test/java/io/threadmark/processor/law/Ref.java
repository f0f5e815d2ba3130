package io.threadmark.processor.law;

import io.threadmark.schema.Feedback;
import io.threadmark.schema.Target;
import java.util.Locale;

/**
 * What feedback names.
 *
 * @param kind {@code t} a trace, {@code c} a client request id, {@code h} a thread
 */
public record Ref(String project, char kind, String id) {

  /** The ref of feedback that has a target. */
  static Ref of(Feedback feedback) {
    String project = feedback.getProjectId();
    Target target = feedback.getTarget();
    if (target.getThreadId() != null) {
      return new Ref(project, 'h', target.getThreadId());
    }
    if (target.getClientRequestId() != null) {
      return new Ref(project, 'c', target.getClientRequestId());
    }
    return new Ref(project, 't', oneSpelling(target.getTraceId()));
  }

  /** The ref's id in its project. */
  public Named named() {
    return new Named(project, id);
  }

  /** OpenTelemetry's and MLflow's spelling of one trace id. */
  static String oneSpelling(String traceId) {
    return traceId.matches("(tr-)?[0-9a-fA-F]{32}")
        ? traceId.replace("tr-", "").toLowerCase(Locale.ROOT)
        : traceId;
  }
}
