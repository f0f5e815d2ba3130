package io.threadmark.gateway.door.mlflow;

import io.threadmark.gateway.event.Arrival;
import io.threadmark.gateway.event.Event;
import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.Feedback;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A change of an assessment: what its mask names is new, and all else stays. New metadata is laid
 * over the old.
 */
final class AssessmentUpdate {
  private static final String NAME = "assessmentname";
  private static final String RATIONALE = "rationale";
  private static final String METADATA = "metadata";
  private static final String VALID = "valid";

  /** What clients may name; they spell it in camelCase, and some as the field. */
  private static final Set<String> KNOWN =
      Set.of(NAME, RATIONALE, METADATA, VALID, "feedback", "expectation", "issue");

  /** Members of feedback that stay, whatever is new. */
  private static final List<String> KEPT = List.of("source", "signal", "overrides");

  private final Message assessment;
  private final Set<String> mask;

  private AssessmentUpdate(Message assessment, Set<String> mask) {
    this.assessment = assessment;
    this.mask = mask;
  }

  static AssessmentUpdate of(Message assessment, String given) throws MlflowProblem {
    Set<String> mask = new TreeSet<>();
    for (String path : (given == null ? "" : given).split(",", -1)) {
      String name = path.strip().replace("_", "").toLowerCase(java.util.Locale.ROOT);
      int dot = name.indexOf('.');
      name = dot < 0 ? name : name.substring(0, dot);
      if (!name.isEmpty() && !KNOWN.contains(name)) {
        throw MlflowProblem.invalid(
            "update_mask names " + path.strip() + ", which cannot be changed");
      }
      mask.add(name);
    }
    mask.remove("");
    if (mask.isEmpty()) {
      throw MlflowProblem.invalid("update_mask must name what is to be changed");
    }
    return new AssessmentUpdate(assessment, mask);
  }

  /**
   * The event that changes it.
   *
   * @param feedback as queries show it now
   */
  Event event(JsonObject feedback, Instant now, Arrival arrival)
      throws InvalidEvent, RequestRefused {
    String name = feedback.getString("name");
    Family family = Family.of(name);
    JsonObject target = feedback.getJsonObject("target");
    Map<String, String> metadata = metadata(feedback);
    EventMembers members =
        new EventMembers()
            .put("feedback_id", feedback.getString("feedback_id"))
            .put("trace_id", target.getString("trace_id"))
            .put("client_request_id", target.getString("client_request_id"))
            .put("span_id", target.getString("span_id"))
            .put("name", name(family, name))
            .put("rationale", rationale(feedback))
            .put("timestamp", now);
    for (String member : KEPT) {
      keep(feedback, member, members);
    }
    judgement(feedback, family, members, metadata);
    return AssessmentReader.event(members.put("metadata", metadata), family, arrival, 0);
  }

  /** Feedback as queries are going to show it. */
  JsonObject applied(JsonObject feedback, Event event, Instant now) {
    Feedback changed = (Feedback) event.value();
    JsonObject view = feedback.copy();
    view.put("name", changed.getName());
    view.put("value", changed.getValueJson() == null ? null : decoded(changed.getValueJson()));
    view.put("rationale", changed.getRationale());
    view.put("updated_at", now.toString());
    JsonObject metadata = new JsonObject();
    changed.getMetadata().forEach((key, json) -> metadata.put(key, decoded(json)));
    view.put("metadata", metadata);
    view.remove("error");
    if (changed.getError() != null) {
      view.put(
          "error",
          new JsonObject()
              .put("code", changed.getError().getCode())
              .put("message", changed.getError().getMessage()));
    }
    return view;
  }

  private static Object decoded(String json) {
    return io.vertx.core.json.Json.decodeValue(json);
  }

  private String name(Family family, String name) throws InvalidEvent {
    String changed = mask.contains(NAME) ? assessment.text("assessment_name") : null;
    return changed == null || changed.isEmpty() ? name : family.feedbackName(changed);
  }

  private String rationale(JsonObject feedback) throws InvalidEvent {
    return mask.contains(RATIONALE)
        ? assessment.text("rationale")
        : feedback.getString("rationale");
  }

  private Map<String, String> metadata(JsonObject feedback) throws InvalidEvent {
    Map<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<String, Object> entry : feedback.getJsonObject("metadata", new JsonObject())) {
      metadata.put(entry.getKey(), JsonForms.text(entry.getValue()));
    }
    if (mask.contains(METADATA)) {
      metadata.putAll(assessment.strings("metadata"));
    }
    return metadata;
  }

  private void judgement(
      JsonObject feedback, Family family, EventMembers members, Map<String, String> metadata)
      throws InvalidEvent, RequestRefused {
    if (!mask.contains(family.member())) {
      keep(feedback, "value", members);
      keep(feedback, "kind", members);
      keep(feedback, "scale", members);
      keep(feedback, "error", members);
      return;
    }
    Message said = assessment.message(family.member());
    if (said == null) {
      throw InvalidEvent.field(assessment.at(family.member()), "is named by update_mask");
    }
    Json value = AssessmentContent.value(family, said);
    members.put("value", value);
    if (value instanceof Json.JsonNumber) {
      keep(feedback, "scale", members);
    }
    metadata.remove(AssessmentContent.STACK_TRACE);
    Message failed = said.message("error");
    if (failed != null) {
      members.put("error", AssessmentContent.error(failed, metadata));
    }
  }

  private static void keep(JsonObject feedback, String name, EventMembers members)
      throws InvalidEvent, RequestRefused {
    Object value = feedback.getValue(name);
    if (value != null) {
      members.put(name, JsonForms.event(value));
    }
  }
}
