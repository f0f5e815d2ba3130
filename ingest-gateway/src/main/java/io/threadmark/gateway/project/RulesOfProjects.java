package io.threadmark.gateway.project;

import io.threadmark.gateway.event.FeedbackRules;
import io.threadmark.schema.Project;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps the rules of projects ready; they are made anew only when a project's settings change. */
public final class RulesOfProjects {
  private record Ready(Project settings, FeedbackRules rules) {}

  private final Map<String, Ready> byProject = new ConcurrentHashMap<>();

  /** The rules by a project's settings as they are now. */
  public FeedbackRules of(Project settings) {
    Ready ready = byProject.get(settings.getProjectId());
    if (ready != null && ready.settings == settings) {
      return ready.rules;
    }
    FeedbackRules rules = FeedbackRules.of(settings);
    if (rules != FeedbackRules.NONE) {
      byProject.put(settings.getProjectId(), new Ready(settings, rules));
    }
    return rules;
  }
}
