package io.threadmark.gateway.door.mlflow;

import io.threadmark.gateway.event.Arrival;
import io.threadmark.gateway.event.Event;
import io.threadmark.gateway.event.EventType;
import io.threadmark.gateway.json.Json.JsonBoolean;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.TraceId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Calls about the assessments of a trace. */
final class AssessmentCalls {
  private final Publication publication;
  private final Reads reads;
  private final Homes homes;
  private final Clock clock;

  AssessmentCalls(Publication publication, Reads reads, Homes homes, Clock clock) {
    this.publication = publication;
    this.reads = reads;
    this.homes = homes;
    this.clock = clock;
  }

  /** Accepts it also where its trace has not come: it is joined later. */
  Future<JsonObject> create(MlflowRequest request) throws InvalidEvent {
    Message assessment = assessment(request);
    String traceId = request.traceId();
    return homes
        .of(request, traceId)
        .compose(
            project -> {
              try {
                Arrival arrival = publication.arrival(project);
                Event event = AssessmentReader.read(assessment, traceId, 0, arrival);
                return publication
                    .publish(request, project, traceId, List.of(event))
                    .map(durable -> created(assessment, event, traceId, arrival.receivedAt()));
              } catch (InvalidEvent | RequestRefused e) {
                return Future.failedFuture(e);
              }
            });
  }

  /** The client's own words, with what is the server's to say. */
  private static JsonObject created(
      Message assessment, Event event, String traceId, Instant receivedAt) {
    JsonObject view = JsonForms.answer(assessment);
    view.put("assessment_id", event.id()).put("trace_id", Names.traceId(traceId));
    if (view.getValue("create_time") == null) {
      view.put("create_time", receivedAt.truncatedTo(ChronoUnit.MILLIS).toString());
    }
    if (view.getValue("last_update_time") == null) {
      view.put("last_update_time", view.getValue("create_time"));
    }
    if (view.getValue("valid") == null) {
      view.put("valid", true);
    }
    return answer(view);
  }

  Future<JsonObject> get(MlflowRequest request) {
    String traceId = request.traceId();
    return homes
        .of(request, traceId)
        .compose(project -> find(request, project))
        .map(feedback -> answer(AssessmentView.of(feedback, traceId)));
  }

  Future<JsonObject> update(MlflowRequest request) throws MlflowProblem, InvalidEvent {
    AssessmentUpdate update =
        AssessmentUpdate.of(assessment(request), request.body().text("update_mask"));
    String traceId = request.traceId();
    return homes
        .of(request, traceId)
        .compose(
            project ->
                find(request, project)
                    .compose(feedback -> update(request, project, feedback, update)));
  }

  private Future<JsonObject> update(
      MlflowRequest request, String project, JsonObject feedback, AssessmentUpdate update) {
    try {
      Instant now = after(feedback);
      Event event = update.event(feedback, now, publication.arrival(project));
      String traceId = request.traceId();
      return publication
          .publish(request, project, traceId, List.of(event))
          .map(durable -> answer(AssessmentView.of(update.applied(feedback, event, now), traceId)));
    } catch (InvalidEvent | RequestRefused e) {
      return Future.failedFuture(e);
    }
  }

  /** Takes it back, which is no error where it is not there. */
  Future<JsonObject> delete(MlflowRequest request) {
    String traceId = request.traceId();
    return homes
        .of(request, traceId)
        .compose(
            project ->
                reads
                    .feedback(request, project, traceId, request.assessmentId())
                    .compose(
                        answer ->
                            answer.isFound() && isOf(answer.body(), traceId)
                                ? retract(request, project, answer.body())
                                : Future.succeededFuture()))
        .map(durable -> new JsonObject());
  }

  private Future<Void> retract(MlflowRequest request, String project, JsonObject feedback) {
    try {
      Event event =
          new EventMembers()
              .put("feedback_id", request.assessmentId())
              .put("retracted", new JsonBoolean(true))
              .put("timestamp", after(feedback))
              .read(EventType.FEEDBACK, publication.arrival(project), 0);
      return publication.publish(request, project, request.traceId(), List.of(event));
    } catch (InvalidEvent | RequestRefused e) {
      return Future.failedFuture(e);
    }
  }

  private Future<JsonObject> find(MlflowRequest request, String project) {
    String traceId = request.traceId();
    return reads
        .feedback(request, project, traceId, request.assessmentId())
        .compose(
            answer ->
                answer.isFound()
                        && isOf(answer.body(), traceId)
                        && !"RETRACTED".equals(answer.body().getString("state"))
                    ? Future.succeededFuture(answer.body())
                    : Future.failedFuture(
                        MlflowProblem.missing(
                            "Assessment with ID '"
                                + request.assessmentId()
                                + "' not found for trace '"
                                + Names.traceId(traceId)
                                + "'.")));
  }

  private static boolean isOf(JsonObject feedback, String traceId) {
    String named = feedback.getJsonObject("target", new JsonObject()).getString("trace_id");
    String matched = feedback.getString("trace_id", named);
    return matched != null && TraceId.canonical(matched).equals(traceId);
  }

  /** Now; where the clock of who said it was ahead, just behind what was said. */
  private Instant after(JsonObject feedback) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Instant said = Instant.parse(feedback.getString("updated_at"));
    return said.isBefore(now) ? now : said.plus(1, ChronoUnit.MICROS);
  }

  private static Message assessment(MlflowRequest request) throws InvalidEvent {
    Message assessment = request.body().message("assessment");
    if (assessment == null) {
      throw InvalidEvent.field("assessment", "is required");
    }
    return assessment;
  }

  private static JsonObject answer(JsonObject assessment) {
    return new JsonObject().put("assessment", assessment);
  }
}
