package io.threadmark.processor.stage;

import io.threadmark.schema.project.Projects;
import java.time.Duration;

/**
 * How long what was said is kept, from the time of its newest word on: as long as its project says,
 * else as long as the installation.
 *
 * @param age where the project says nothing; zero for ever
 * @param projects the settings of projects
 */
public record Retention(Duration age, Projects projects) {
  /** Nothing is ever too old, unless a project says so. */
  public static final Retention FOREVER = new Retention(Duration.ZERO);

  /** One for all projects. */
  public Retention(Duration age) {
    this(age, Projects.UNSET);
  }

  /** The same, where projects may say otherwise. */
  public Retention with(Projects settings) {
    return new Retention(age, settings);
  }

  /** Whether anything may be too old at the moment. */
  public boolean ends() {
    return !age.isZero() || projects.mayForget();
  }

  /**
   * Whether a newest word is too old to be kept.
   *
   * @param micros its time, microseconds since 1970-01-01T00:00:00Z
   * @param nowMs the clock, milliseconds since 1970-01-01T00:00:00Z
   */
  public boolean isOver(String project, long micros, long nowMs) {
    Duration kept = of(project);
    return !kept.isZero() && Math.floorDiv(micros, 1_000L) < nowMs - kept.toMillis();
  }

  private Duration of(String project) {
    if (!projects.mayForget()) {
      return age;
    }
    Integer days = projects.of(project).getRetentionDays();
    return days == null ? age : Duration.ofDays(days);
  }
}
