package io.threadmark.schema.project;

import io.threadmark.schema.Project;
import java.time.Instant;

/** The settings of every project, as they are at the moment. */
@FunctionalInterface
public interface Projects {
  /** What a project has that sets nothing. */
  Project DEFAULTS = Project.newBuilder().setProjectId("").setUpdatedAt(Instant.EPOCH).build();

  /** Every project as it is before anybody sets anything. */
  Projects UNSET =
      new Projects() {
        @Override
        public Project of(String project) {
          return new Project(
              project,
              DEFAULTS.getUpdatedAt(),
              DEFAULTS.getMinuteTtlDays(),
              DEFAULTS.getHourTtlDays(),
              DEFAULTS.getDayTtlDays(),
              DEFAULTS.getRetentionDays(),
              DEFAULTS.getTagKeys(),
              DEFAULTS.getAcceptUnknownNames(),
              DEFAULTS.getFeedback());
        }

        @Override
        public boolean mayForget() {
          return false;
        }
      };

  /** The settings of a project; those of {@link #UNSET} where nobody set any. */
  Project of(String project);

  /** Whether the settings of a project are known; until then {@link #of} tells nothing of it. */
  default boolean isKnown(String project) {
    return true;
  }

  /** Whether some project may keep what was said for a time of its own. */
  default boolean mayForget() {
    return true;
  }
}
