package io.threadmark.gateway.project;

import io.threadmark.gateway.event.Arrival;
import io.threadmark.gateway.event.Ids;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.Project;
import io.threadmark.schema.project.Projects;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Receives requests, each under the settings that its project has at the moment. */
public final class Arrivals {
  private final Projects projects;
  private final Duration retention;
  private final Clock clock;
  private final RulesOfProjects rules = new RulesOfProjects();

  /**
   * @param retention how long is kept what was said in a project that sets no time of its own; zero
   *     for ever
   */
  public Arrivals(Projects projects, Duration retention, Clock clock) {
    this.projects = projects;
    this.retention = retention;
    this.clock = clock;
  }

  /**
   * A request for a project that comes in now; see {@link Arrival}.
   *
   * @throws RequestRefused where the settings of the project are not known
   */
  public Arrival now(String project, String door, Ids ids) throws RequestRefused {
    Project settings = ProjectSettings.current(projects, project);
    Instant now = clock.instant();
    return new Arrival(project, now, door, ids, keptFrom(settings, now), rules.of(settings));
  }

  private Instant keptFrom(Project settings, Instant now) {
    if (settings.getRetentionDays() != null) {
      return now.minus(Duration.ofDays(settings.getRetentionDays()));
    }
    return retention.isZero() ? Instant.MIN : now.minus(retention);
  }
}
