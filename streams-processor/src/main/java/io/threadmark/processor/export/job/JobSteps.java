package io.threadmark.processor.export.job;

import io.threadmark.schema.Micros;
import io.threadmark.schema.state.ExportJob;
import java.time.Clock;
import java.util.Map;

/** What a job becomes when something happens to it. */
final class JobSteps {
  private final String instance;
  private final String address;
  private final Clock clock;

  /**
   * @param instance whose steps they are
   * @param address where other instances reach it
   */
  JobSteps(String instance, String address, Clock clock) {
    this.instance = instance;
    this.address = address;
    this.clock = clock;
  }

  /** Asked for, of this instance. */
  ExportJob asked(String application, String request) {
    return ExportJob.newBuilder()
        .setRequest(request)
        .setState(JobState.QUEUED.name())
        .setApplication(application)
        .setInstance(instance)
        .setAddress(address)
        .setCreatedAt(now())
        .build();
  }

  /** Asked for of the instance that has another package, which it is to be compared with. */
  ExportJob askedBeside(ExportJob other, String request) {
    return ExportJob.newBuilder(asked(other.getApplication(), request))
        .setInstance(other.getInstance())
        .setAddress(other.getAddress())
        .build();
  }

  /** The same asked for again, of this instance, whichever had it before. */
  ExportJob again(ExportJob job) {
    ExportJob asked = asked(job.getApplication(), job.getRequest());
    asked.setCreatedAt(job.getCreatedAt());
    asked.setAttempt(job.getAttempt());
    return asked;
  }

  ExportJob begun(ExportJob job) {
    return ExportJob.newBuilder(again(job))
        .setState(JobState.RUNNING.name())
        .setAttempt(job.getAttempt() + 1)
        .setStartedAt(now())
        .build();
  }

  ExportJob done(ExportJob job, Map<String, Long> dropped, ZippedPackage made) {
    return over(job, JobState.DONE)
        .setDropped(dropped)
        .setPackageBytes(made.bytes())
        .setPackageSha256(made.sha256())
        .build();
  }

  ExportJob failed(ExportJob job, String code, String message) {
    return over(job, JobState.FAILED).setErrorCode(code).setErrorMessage(message).build();
  }

  ExportJob cancelled(ExportJob job) {
    return over(ExportJob.newBuilder(job), JobState.CANCELLED)
        .setPackageBytes(null)
        .setPackageSha256(null)
        .build();
  }

  /**
   * @param why for people
   */
  ExportJob withoutPackage(ExportJob job, String why) {
    return ExportJob.newBuilder(job)
        .setPackageBytes(null)
        .setPackageSha256(null)
        .setPackageGone(why)
        .build();
  }

  /** The address is that of this instance. */
  ExportJob addressed(ExportJob job) {
    return ExportJob.newBuilder(job).setAddress(address).build();
  }

  boolean isMine(ExportJob job) {
    return job.getInstance().equals(instance);
  }

  boolean isAddressed(ExportJob job) {
    return job.getAddress().equals(address);
  }

  long now() {
    return Micros.of(clock.instant());
  }

  private ExportJob.Builder over(ExportJob job, JobState state) {
    return over(ExportJob.newBuilder(job), state);
  }

  private ExportJob.Builder over(ExportJob.Builder job, JobState state) {
    return job.setState(state.name()).setFinishedAt(now());
  }
}
