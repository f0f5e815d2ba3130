package io.threadmark.processor.stage;

import io.threadmark.schema.project.Projects;
import java.time.Duration;

/**
 * How long things take.
 *
 * @param publishInterval a changed labeled thread is published at most once in this time
 * @param publishBytes of one labeled thread are published in a second, and no more
 * @param matchWithin how long feedback waits for its trace before it counts as unmatched
 * @param retention how long what was said is kept
 */
public record Timing(
    Duration publishInterval, long publishBytes, Duration matchWithin, Retention retention) {
  /** The same, where projects may say otherwise. */
  public Timing with(Projects projects) {
    return new Timing(publishInterval, publishBytes, matchWithin, retention.with(projects));
  }
}
