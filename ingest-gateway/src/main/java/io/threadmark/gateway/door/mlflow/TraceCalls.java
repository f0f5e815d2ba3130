package io.threadmark.gateway.door.mlflow;

import io.threadmark.gateway.event.Event;
import io.threadmark.gateway.event.EventType;
import io.threadmark.gateway.query.ProcessorAnswers.Answer;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.TraceId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;

/** Calls about traces that are named by their ids. */
final class TraceCalls {
  /** Of traces that are named at a time. */
  static final int MOST_IDS = 100;

  private final ExperimentCalls experiments;
  private final Publication publication;
  private final Reads reads;
  private final Homes homes;

  TraceCalls(ExperimentCalls experiments, Publication publication, Reads reads, Homes homes) {
    this.experiments = experiments;
    this.publication = publication;
    this.reads = reads;
    this.homes = homes;
  }

  /** What a client tells of a trace, beside its spans. */
  Future<JsonObject> start(MlflowRequest request)
      throws MlflowProblem, InvalidEvent, RequestRefused {
    Message trace = request.body().message("trace");
    Message info = trace == null ? null : trace.message("trace_info");
    if (info == null) {
      throw InvalidEvent.field("trace.trace_info", "is required");
    }
    String project = experiments.project(request, experimentOf(info));
    List<Event> events = TraceInfoReader.read(info, publication.arrival(project));
    String traceId = TraceId.canonical(info.required("trace_id"));
    return publication
        .publish(request, project, traceId, events)
        .map(durable -> started(info, project, events));
  }

  /** The client's own words, with the ids of what it brought along. */
  private static JsonObject started(Message info, String project, List<Event> events) {
    JsonObject view = JsonForms.answer(info);
    view.put("trace_location", TraceInfoView.location(project));
    JsonObject tags = view.getJsonObject("tags");
    String traceId = TraceId.canonical(view.getString("trace_id"));
    view.put(
        "tags", TraceInfoView.servers(tags == null ? new JsonObject() : tags, traceId, project));
    List<Event> feedback =
        events.stream().filter(event -> event.type() == EventType.FEEDBACK).toList();
    for (int i = 0; i < feedback.size(); i++) {
      view.getJsonArray("assessments").getJsonObject(i).put("assessment_id", feedback.get(i).id());
    }
    return new JsonObject().put("trace", new JsonObject().put("trace_info", view));
  }

  private static String experimentOf(Message info) throws InvalidEvent {
    Message location = info.message("trace_location");
    Message experiment = location == null ? null : location.message("mlflow_experiment");
    return experiment == null ? null : experiment.text("experiment_id");
  }

  Future<JsonObject> info(MlflowRequest request) {
    String traceId = request.traceId();
    return homes
        .of(request, traceId)
        .compose(
            project ->
                reads
                    .trace(request, project, traceId)
                    .compose(answer -> found(answer, traceId))
                    .map(found -> infoAlone(found, project)));
  }

  Future<JsonObject> whole(MlflowRequest request) throws MlflowProblem {
    String traceId = TraceId.canonical(request.parameter("trace_id"));
    return homes
        .of(request, traceId)
        .compose(
            project ->
                reads
                    .traceWithSpans(request, project, traceId)
                    .compose(answer -> found(answer, traceId))
                    .map(found -> withSpans(found, project)))
        .map(trace -> new JsonObject().put("trace", trace));
  }

  Future<JsonObject> wholeBatch(MlflowRequest request) throws MlflowProblem {
    List<String> ids = bounded(request.parameters("trace_ids"));
    return each(
            request,
            ids,
            (project, traceId) -> reads.traceWithSpans(request, project, traceId),
            TraceCalls::withSpans)
        .map(traces -> new JsonObject().put("traces", traces));
  }

  Future<JsonObject> infoBatch(MlflowRequest request) throws MlflowProblem, InvalidEvent {
    List<String> ids = bounded(request.body().texts("trace_ids"));
    return each(
            request,
            ids,
            (project, traceId) -> reads.trace(request, project, traceId),
            TraceInfoView::of)
        .map(infos -> new JsonObject().put("trace_infos", infos));
  }

  static List<String> bounded(List<String> ids) throws MlflowProblem {
    if (ids.size() > MOST_IDS) {
      throw MlflowProblem.invalid("at most " + MOST_IDS + " traces can be named at a time");
    }
    return ids;
  }

  /** Asks for one trace. */
  @FunctionalInterface
  private interface Asking {
    Future<Answer> of(String project, String traceId);
  }

  /** Shows one trace, as queries show it, of a project. */
  @FunctionalInterface
  private interface View {
    JsonObject of(JsonObject trace, String project);
  }

  /** One trace after the other, as they were asked for; those that are missing are left out. */
  private Future<JsonArray> each(
      MlflowRequest request, List<String> ids, Asking asking, View view) {
    Future<JsonArray> all = Future.succeededFuture(new JsonArray());
    for (String id : ids) {
      String traceId = TraceId.canonical(id);
      Function<JsonArray, Future<JsonArray>> next =
          traces ->
              homes
                  .of(request, traceId)
                  .compose(
                      project ->
                          asking
                              .of(project, traceId)
                              .map(
                                  answer ->
                                      answer.isFound()
                                          ? traces.add(view.of(answer.body(), project))
                                          : traces));
      all = all.compose(next);
    }
    return all;
  }

  private static Future<JsonObject> found(Answer answer, String traceId) {
    return answer.isFound()
        ? Future.succeededFuture(answer.body())
        : Future.failedFuture(
            MlflowProblem.missing("Trace with ID '" + Names.traceId(traceId) + "' not found."));
  }

  private static JsonObject infoAlone(JsonObject trace, String project) {
    return new JsonObject()
        .put("trace", new JsonObject().put("trace_info", TraceInfoView.of(trace, project)));
  }

  private static JsonObject withSpans(JsonObject trace, String project) {
    return new JsonObject()
        .put("trace_info", TraceInfoView.of(trace, project))
        .put("spans", SpanView.of(trace));
  }
}
