package io.threadmark.gateway.door.mlflow;

import io.threadmark.gateway.event.Arrival;
import io.threadmark.gateway.event.ErasureCommand;
import io.threadmark.gateway.event.ErasureSubject;
import io.threadmark.gateway.event.Event;
import io.threadmark.gateway.query.ProcessorAnswers.Answer;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.refusal.RequestRefused;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The call that deletes traces, which are erased. */
final class TraceErasure {
  private static final int MOST_ERASED = 500;

  private final ExperimentCalls experiments;
  private final Publication publication;
  private final Reads reads;

  TraceErasure(ExperimentCalls experiments, Publication publication, Reads reads) {
    this.experiments = experiments;
    this.publication = publication;
    this.reads = reads;
  }

  /** Erases traces: those of some ids, or the oldest up to a time. */
  Future<JsonObject> delete(MlflowRequest request)
      throws MlflowProblem, InvalidEvent, RequestRefused {
    String project = experiments.project(request, request.body().text("experiment_id"));
    List<String> ids = new ArrayList<>(request.body().texts("request_ids"));
    ids.addAll(request.body().texts("trace_ids"));
    Long until = request.body().whole("max_timestamp_millis");
    if (ids.isEmpty() == (until == null)) {
      throw MlflowProblem.invalid("one of request_ids and max_timestamp_millis is required");
    }
    if (until == null) {
      return erase(request, project, TraceCalls.bounded(ids));
    }
    Long most = request.body().whole("max_traces");
    long size = most == null ? MOST_ERASED : Math.max(1, Math.min(most, MOST_ERASED));
    Map<String, List<String>> oldest = new LinkedHashMap<>();
    oldest.put("before", List.of(Long.toString(until + 1)));
    oldest.put("sort", List.of("created"));
    oldest.put("page_size", List.of(Long.toString(size)));
    return reads
        .list(request, project, oldest)
        .compose(
            answer ->
                answer.isFound()
                    ? erase(request, project, idsOf(answer))
                    : Future.failedFuture(MlflowProblem.invalid(answer.message())));
  }

  private static List<String> idsOf(Answer list) {
    return list.body().getJsonArray("rows").stream()
        .map(row -> ((JsonObject) row).getString("trace_id"))
        .toList();
  }

  private Future<JsonObject> erase(MlflowRequest request, String project, List<String> ids) {
    try {
      Arrival arrival = publication.arrival(project);
      List<Event> events = new ArrayList<>();
      for (String id : ids) {
        events.addAll(ErasureCommand.of(ErasureSubject.Kind.TRACE, id, null, arrival).events());
      }
      JsonObject done = new JsonObject().put("traces_deleted", events.size());
      return events.isEmpty()
          ? Future.succeededFuture(done)
          : publication.publish(request, project, "", events).map(done);
    } catch (RequestRefused e) {
      return Future.failedFuture(e);
    }
  }
}
