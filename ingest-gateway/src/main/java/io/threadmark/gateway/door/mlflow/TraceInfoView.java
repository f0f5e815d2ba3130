package io.threadmark.gateway.door.mlflow;

import io.threadmark.gateway.project.Experiment;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Shows a trace as MLflow's clients want it: whoever sent it, by whichever door. */
final class TraceInfoView {
  /** Of a preview; clients cut off at as many. */
  private static final int MOST_PREVIEW = 1_000;

  private static final String SCHEMA_VERSION = "3";

  private TraceInfoView() {}

  /**
   * What is told of a trace.
   *
   * @param trace as queries show it
   */
  static JsonObject of(JsonObject trace, String project) {
    String traceId = trace.getString("trace_id");
    JsonObject metadata = metadata(trace);
    JsonObject view =
        new JsonObject()
            .put("trace_id", Names.traceId(traceId))
            .put("trace_location", location(project))
            .put("request_time", start(trace).toString())
            .put("state", state(trace))
            .put("trace_metadata", metadata)
            .put("tags", servers(tags(trace), traceId, project))
            .put("assessments", assessments(trace, traceId));
    if (trace.containsKey("client_request_id")) {
      view.put("client_request_id", trace.getString("client_request_id"));
    }
    if (trace.containsKey("start_time") && trace.containsKey("end_time")) {
      view.put("execution_duration", ClientTime.written(duration(trace)));
    }
    preview(trace, "input", metadata.getString(Names.INPUTS), view, "request_preview");
    preview(trace, "output", metadata.getString(Names.OUTPUTS), view, "response_preview");
    return view;
  }

  static JsonObject location(String project) {
    return new JsonObject()
        .put("type", "MLFLOW_EXPERIMENT")
        .put(
            "mlflow_experiment",
            new JsonObject().put("experiment_id", Experiment.ofProject(project).id()));
  }

  /** When it began; where that is not told, the earliest time that is. */
  private static Instant start(JsonObject trace) {
    return Instant.parse(trace.getString("start_time", trace.getString("created_at")));
  }

  private static Duration duration(JsonObject trace) {
    Duration took =
        Duration.between(
            Instant.parse(trace.getString("start_time")),
            Instant.parse(trace.getString("end_time")));
    return took.isNegative() ? Duration.ZERO : took;
  }

  private static String state(JsonObject trace) {
    String status = trace.getString("status", "UNSET");
    return status.equals("UNSET") ? "STATE_UNSPECIFIED" : status;
  }

  private static JsonObject metadata(JsonObject trace) {
    JsonObject metadata = new JsonObject();
    for (Map.Entry<String, Object> entry : trace.getJsonObject("metadata", new JsonObject())) {
      metadata.put(entry.getKey(), JsonForms.text(entry.getValue()));
    }
    putNew(metadata, Names.SESSION, Names.session(trace.getString("thread_id")));
    putNew(metadata, Names.USER, trace.getJsonObject("user", new JsonObject()).getString("id"));
    putNew(metadata, Names.SCHEMA_VERSION, SCHEMA_VERSION);
    if (trace.containsKey("usage")) {
      putNew(metadata, Names.TOKEN_USAGE, trace.getJsonObject("usage").encode());
    }
    return metadata;
  }

  private static JsonObject tags(JsonObject trace) {
    JsonObject tags = trace.getJsonObject("tags", new JsonObject()).copy();
    putNew(tags, Names.TRACE_NAME, trace.getString("name"));
    return tags;
  }

  /** Adds what the server alone says among tags. */
  static JsonObject servers(JsonObject tags, String traceId, String project) {
    String experimentId = Experiment.ofProject(project).id();
    return tags.put(Names.SPANS_LOCATION, Names.TRACKING_STORE)
        .put(Names.ARTIFACT_LOCATION, Names.artifactLocation(experimentId, traceId));
  }

  private static JsonArray assessments(JsonObject trace, String traceId) {
    JsonArray assessments = new JsonArray();
    for (Object feedback : trace.getJsonArray("feedback", new JsonArray())) {
      assessments.add(AssessmentView.of((JsonObject) feedback, traceId));
    }
    return assessments;
  }

  /** A client of MLflow's shows a text with its quotes. */
  private static void preview(
      JsonObject trace, String field, String asSent, JsonObject view, String name) {
    Object content = trace.getValue(field);
    if (content == null) {
      return;
    }
    boolean isQuoted = asSent != null && asSent.startsWith("\"") && content instanceof String;
    String text = isQuoted ? io.vertx.core.json.Json.encode(content) : JsonForms.text(content);
    int characters = text.codePointCount(0, text.length());
    view.put(
        name,
        characters <= MOST_PREVIEW
            ? text
            : text.substring(0, text.offsetByCodePoints(0, MOST_PREVIEW)));
  }

  private static void putNew(JsonObject into, String name, String value) {
    if (value != null && !into.containsKey(name)) {
      into.put(name, value);
    }
  }
}
