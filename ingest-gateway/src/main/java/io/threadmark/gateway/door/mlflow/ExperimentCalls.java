package io.threadmark.gateway.door.mlflow;

import io.threadmark.gateway.access.Admission;
import io.threadmark.gateway.access.Grant;
import io.threadmark.gateway.project.Experiment;
import io.threadmark.gateway.query.ProcessorAnswers;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.refusal.RequestRefused;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Experiments are projects. A project is there as soon as somebody names it, so every name that a
 * project may have is an experiment that exists, and creating one changes nothing.
 */
final class ExperimentCalls {
  private final Admission admission;
  private final ProcessorAnswers processor;

  ExperimentCalls(Admission admission, ProcessorAnswers processor) {
    this.admission = admission;
    this.processor = processor;
  }

  Future<JsonObject> byName(MlflowRequest request) throws MlflowProblem, RequestRefused {
    return found(request, named(request.parameter("experiment_name")));
  }

  Future<JsonObject> get(MlflowRequest request) throws MlflowProblem, RequestRefused {
    return found(request, ofId(request.parameter("experiment_id")));
  }

  Future<JsonObject> create(MlflowRequest request)
      throws MlflowProblem, InvalidEvent, RequestRefused {
    Experiment experiment = named(request.body().required("name"));
    admission.in(experiment.project(), request.grant());
    return Future.succeededFuture(new JsonObject().put("experiment_id", experiment.id()));
  }

  /** Those in which something was said, and the one that clients count on. */
  Future<JsonObject> search(MlflowRequest request) {
    Set<String> projects = new LinkedHashSet<>();
    projects.add(request.grant().project());
    if (!admission.isOpen()) {
      return Future.succeededFuture(list(projects));
    }
    return processor
        .get(Addresses.PROJECTS, request.grant().project(), Duration.ZERO, request.passage())
        .map(
            answer -> {
              for (Object row : answer.body().getJsonArray("rows", new JsonArray())) {
                projects.add(((JsonObject) row).getString("project_id"));
              }
              return list(projects);
            });
  }

  /**
   * The project that a call names by the id of its experiment.
   *
   * @param id the experiment; that of MLflow's default, or none, stands for the project of the
   *     request
   */
  String project(MlflowRequest request, String id) throws MlflowProblem, RequestRefused {
    Grant grant = request.grant();
    if (id == null || id.isEmpty() || id.equals(Experiment.DEFAULT.id())) {
      return grant.project();
    }
    return admission.in(ofId(id).project(), grant).project();
  }

  private Future<JsonObject> found(MlflowRequest request, Experiment experiment)
      throws RequestRefused {
    if (!experiment.equals(Experiment.DEFAULT)) {
      admission.in(experiment.project(), request.grant());
    }
    return Future.succeededFuture(new JsonObject().put("experiment", view(experiment)));
  }

  private static Experiment named(String name) throws MlflowProblem {
    return Experiment.ofName(name)
        .orElseThrow(
            () ->
                MlflowProblem.invalid(
                    "experiment_name must be a name that a project may have: 1 to 256 bytes"
                        + " without control characters"));
  }

  private static Experiment ofId(String id) throws MlflowProblem {
    return Experiment.ofId(id)
        .orElseThrow(
            () ->
                MlflowProblem.missing(
                    "No experiment has this experiment_id; ask for it by the experiment's name."));
  }

  private static JsonObject list(Set<String> projects) {
    JsonArray experiments = new JsonArray();
    projects.forEach(project -> experiments.add(view(Experiment.ofProject(project))));
    return new JsonObject().put("experiments", experiments);
  }

  private static JsonObject view(Experiment experiment) {
    return new JsonObject()
        .put("experiment_id", experiment.id())
        .put("name", experiment.name())
        .put("artifact_location", "mlflow-artifacts:/" + experiment.id())
        .put("lifecycle_stage", "active")
        .put("creation_time", 0)
        .put("last_update_time", 0)
        .put("tags", new JsonArray());
  }
}
