package io.threadmark.gateway.door.mlflow;

import io.threadmark.gateway.access.Admission;
import io.threadmark.gateway.query.ProcessorAnswers;
import io.threadmark.schema.project.ProjectHeader;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Knows in which project a trace is, for calls that name a trace and no experiment. A key decides
 * it; without keys it is where the trace is, and the project of the request where it is nowhere.
 */
final class Homes {
  private static final int MOST_REMEMBERED = 50_000;
  private static final int MOST_ASKED = 20;

  private final Admission admission;
  private final ProcessorAnswers processor;
  private final LinkedHashMap<String, String> remembered =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  Homes(Admission admission, ProcessorAnswers processor) {
    this.admission = admission;
    this.processor = processor;
  }

  /** Notes where a trace is. */
  void remember(String traceId, String project) {
    synchronized (remembered) {
      remembered.put(traceId, project);
    }
  }

  /** The project of a trace, which is that of the request where nobody knows the trace yet. */
  Future<String> of(MlflowRequest request, String traceId) {
    String own = request.grant().project();
    boolean isTold = request.context().request().getHeader(ProjectHeader.NAME) != null;
    if (!admission.isOpen() || isTold) {
      return Future.succeededFuture(own);
    }
    String known;
    synchronized (remembered) {
      known = remembered.get(traceId);
    }
    return known != null ? Future.succeededFuture(known) : find(request, traceId, own);
  }

  private Future<String> find(MlflowRequest request, String traceId, String own) {
    return isIn(request, traceId, own)
        .compose(
            is ->
                is
                    ? Future.succeededFuture(own)
                    : others(request, own).compose(others -> first(request, traceId, others, own)));
  }

  private Future<Boolean> isIn(MlflowRequest request, String traceId, String project) {
    return processor
        .get(Addresses.trace(traceId), project, Duration.ZERO, request.passage())
        .map(ProcessorAnswers.Answer::isFound)
        .onSuccess(
            is -> {
              if (is) {
                remember(traceId, project);
              }
            });
  }

  private Future<Deque<String>> others(MlflowRequest request, String own) {
    return processor
        .get(Addresses.PROJECTS, own, Duration.ZERO, request.passage())
        .map(
            answer -> {
              Deque<String> others = new ArrayDeque<>();
              if (answer.isFound()) {
                for (Object row : answer.body().getJsonArray("rows")) {
                  String project = ((JsonObject) row).getString("project_id");
                  if (!project.equals(own) && others.size() < MOST_ASKED) {
                    others.add(project);
                  }
                }
              }
              return others;
            });
  }

  private Future<String> first(
      MlflowRequest request, String traceId, Deque<String> projects, String otherwise) {
    String project = projects.poll();
    if (project == null) {
      return Future.succeededFuture(otherwise);
    }
    return isIn(request, traceId, project)
        .compose(
            is ->
                is
                    ? Future.succeededFuture(project)
                    : first(request, traceId, projects, otherwise));
  }
}
