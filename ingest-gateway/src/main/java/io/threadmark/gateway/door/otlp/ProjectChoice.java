package io.threadmark.gateway.door.otlp;

import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.threadmark.gateway.access.Admission;
import io.threadmark.gateway.access.Grant;
import io.threadmark.gateway.event.Arrival;
import io.threadmark.gateway.event.Ids;
import io.threadmark.gateway.project.Arrivals;
import io.threadmark.gateway.project.Experiment;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.project.ProjectHeader;
import io.threadmark.schema.rule.TextRule;
import io.vertx.core.MultiMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whose what was exported is: of the project that the request was let in for, where that is told;
 * else that of MLflow's experiment; else each process says it of itself.
 */
final class ProjectChoice {
  /** How a process says it, among the attributes of its resource. */
  private static final String ATTRIBUTE = "threadmark.project";

  private static final String EXPERIMENT = "x-mlflow-experiment-id";
  private static final String DOOR = "otlp";

  private final Grant grant;
  private final boolean isFixed;
  private final Admission admission;
  private final Arrivals arrivals;
  private final Map<String, Arrival> known = new HashMap<>();

  private ProjectChoice(Grant grant, boolean isFixed, Admission admission, Arrivals arrivals) {
    this.grant = grant;
    this.isFixed = isFixed;
    this.admission = admission;
    this.arrivals = arrivals;
  }

  /** The choice for a request that was let in. */
  static ProjectChoice of(Grant grant, MultiMap headers, Admission admission, Arrivals arrivals)
      throws RequestRefused {
    String experiment = headers.get(EXPERIMENT);
    if (!admission.isOpen() || headers.contains(ProjectHeader.NAME)) {
      return new ProjectChoice(grant, true, admission, arrivals);
    }
    if (experiment == null) {
      return new ProjectChoice(grant, false, admission, arrivals);
    }
    Optional<Experiment> meant = Experiment.ofId(experiment);
    if (meant.isEmpty()) {
      throw new RequestRefused(
          ErrorCode.INVALID_REQUEST, EXPERIMENT, "is the id of no experiment here");
    }
    return new ProjectChoice(admission.in(meant.get().project(), grant), true, admission, arrivals);
  }

  /**
   * How what a process made comes in.
   *
   * @throws InvalidEvent where it names no project that there can be
   * @throws RequestRefused where the settings of the project are not known
   */
  Arrival of(Resource resource) throws InvalidEvent, RequestRefused {
    String project = isFixed ? grant.project() : named(resource);
    Arrival arrival = known.get(project);
    if (arrival == null) {
      arrival = arrivals.now(admission.in(project, grant).project(), DOOR, Ids.fresh());
      known.put(project, arrival);
    }
    return arrival;
  }

  private String named(Resource resource) throws InvalidEvent {
    for (KeyValue attribute : resource.getAttributesList()) {
      if (attribute.getKey().equals(ATTRIBUTE)) {
        String project = attribute.getValue().getStringValue();
        String problem = TextRule.ofId(project);
        if (problem != null) {
          throw InvalidEvent.field("resource." + ATTRIBUTE, problem);
        }
        return project;
      }
    }
    return grant.project();
  }
}
