package io.threadmark.gateway.door.mlflow;

import io.threadmark.gateway.door.mlflow.AssessmentReader.SourceType;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** Shows feedback as an assessment. */
final class AssessmentView {
  private AssessmentView() {}

  /**
   * The assessment.
   *
   * @param feedback as queries show it
   * @param traceId the trace that it is shown with
   */
  static JsonObject of(JsonObject feedback, String traceId) {
    String name = feedback.getString("name");
    Family family = Family.of(name);
    JsonObject metadata = metadata(feedback);
    Object stackTrace = metadata.remove(AssessmentContent.STACK_TRACE);
    JsonObject source = feedback.getJsonObject("source");
    JsonObject view =
        new JsonObject()
            .put("assessment_id", feedback.getString("feedback_id"))
            .put("assessment_name", family.assessmentName(name))
            .put("trace_id", Names.traceId(traceId))
            .put(
                "source",
                new JsonObject()
                    .put("source_type", SourceType.clientsWord(source.getString("type")))
                    .put("source_id", source.getString("id", "")))
            .put("create_time", feedback.getString("created_at"))
            .put("last_update_time", feedback.getString("updated_at"))
            .put("valid", !feedback.containsKey("superseded_by"))
            .put(family.member(), value(family, feedback, stackTrace));
    copy(feedback, "rationale", view);
    copy(feedback, "overrides", view);
    copy(feedback.getJsonObject("target", new JsonObject()), "span_id", view);
    if (!metadata.isEmpty()) {
      view.put("metadata", metadata);
    }
    return view;
  }

  private static JsonObject value(Family family, JsonObject feedback, Object stackTrace) {
    Object value = feedback.getValue("value");
    return switch (family) {
      case FEEDBACK -> judged(value, feedback.getJsonObject("error"), stackTrace);
      case EXPECTATION ->
          JsonForms.isStructure(value)
              ? new JsonObject()
                  .put(
                      "serialized_value",
                      new JsonObject()
                          .put("serialization_format", "JSON_FORMAT")
                          .put("value", JsonForms.text(value)))
              : new JsonObject().put("value", value);
      case ISSUE -> new JsonObject().put("issue_name", JsonForms.text(value));
    };
  }

  private static JsonObject judged(Object value, JsonObject error, Object stackTrace) {
    JsonObject judged = new JsonObject().put("value", value);
    if (error != null) {
      JsonObject failed =
          new JsonObject()
              .put("error_code", error.getString("code", ""))
              .put("error_message", error.getString("message", ""));
      if (stackTrace != null) {
        failed.put("stack_trace", stackTrace);
      }
      judged.put("error", failed);
    }
    return judged;
  }

  /** Clients take texts alone. */
  private static JsonObject metadata(JsonObject feedback) {
    JsonObject texts = new JsonObject();
    for (Map.Entry<String, Object> entry : feedback.getJsonObject("metadata", new JsonObject())) {
      texts.put(entry.getKey(), JsonForms.text(entry.getValue()));
    }
    return texts;
  }

  private static void copy(JsonObject from, String name, JsonObject to) {
    if (from.getValue(name) != null) {
      to.put(name, from.getValue(name));
    }
  }
}
