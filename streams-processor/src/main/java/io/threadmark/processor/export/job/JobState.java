package io.threadmark.processor.export.job;

import io.threadmark.schema.state.ExportJob;

/** How far a job is. */
public enum JobState {
  QUEUED,
  RUNNING,
  DONE,
  FAILED,
  CANCELLED;

  public static JobState of(ExportJob job) {
    return valueOf(job.getState());
  }

  /** Whether nobody works at it, and nobody will by himself. */
  public boolean isOver() {
    return this != QUEUED && this != RUNNING;
  }
}
