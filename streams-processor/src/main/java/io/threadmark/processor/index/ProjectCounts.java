package io.threadmark.processor.index;

/**
 * What there is of a project.
 *
 * @param threads how many there are
 * @param traces how many there are
 * @param messages how many there are
 * @param feedback live pieces of it, in threads
 * @param updatedAt when the newest word was said, in microseconds
 */
public record ProjectCounts(
    long threads, long traces, long messages, long feedback, long updatedAt) {

  /** What two partitions have together. */
  public ProjectCounts plus(ProjectCounts other) {
    return new ProjectCounts(
        threads + other.threads,
        traces + other.traces,
        messages + other.messages,
        feedback + other.feedback,
        Math.max(updatedAt, other.updatedAt));
  }
}
