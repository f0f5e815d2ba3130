package io.threadmark.gateway.door.mlflow;

import io.threadmark.schema.TraceId;
import java.util.regex.Pattern;

/** Names that MLflow gives to what has a place of its own here. */
final class Names {
  static final String SESSION = "mlflow.trace.session";
  static final String USER = "mlflow.trace.user";
  static final String INPUTS = "mlflow.traceInputs";
  static final String OUTPUTS = "mlflow.traceOutputs";
  static final String TOKEN_USAGE = "mlflow.trace.tokenUsage";
  static final String SCHEMA_VERSION = "mlflow.trace_schema.version";
  static final String TRACE_NAME = "mlflow.traceName";
  static final String SPANS_LOCATION = "mlflow.trace.spansLocation";

  /** Where clients before 3.6 look for spans. */
  static final String ARTIFACT_LOCATION = "mlflow.artifactLocation";

  /** Says that spans are asked of the server itself. */
  static final String TRACKING_STORE = "TRACKING_STORE";

  private static final Pattern OPEN_TELEMETRY = Pattern.compile("[0-9a-f]{32}");

  private Names() {}

  /** A trace's id as MLflow writes it. */
  static String traceId(String canonical) {
    return OPEN_TELEMETRY.matcher(canonical).matches() ? "tr-" + canonical : canonical;
  }

  /** What older clients want to know before they tell spans, or ask for them. */
  static String artifactLocation(String experimentId, String traceId) {
    return "mlflow-artifacts:/" + experimentId + "/traces/" + traceId(traceId) + "/artifacts";
  }

  /** The thread that a trace shows as MLflow's session; null for a thread of its own. */
  static String session(String threadId) {
    return threadId == null || threadId.startsWith(TraceId.OWN_THREAD_PREFIX) ? null : threadId;
  }
}
