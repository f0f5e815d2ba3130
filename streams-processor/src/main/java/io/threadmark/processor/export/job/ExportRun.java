package io.threadmark.processor.export.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.CancelledException;
import io.threadmark.dataset.Progress;
import io.threadmark.dataset.pack.DatasetPackage;
import io.threadmark.dataset.pack.PackageRequest;
import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.export.Cut;
import io.threadmark.processor.export.Cuts;
import io.threadmark.schema.Key;
import io.threadmark.schema.state.ExportJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One job, from its place in the line to its package. Whatever it writes of the job, it writes only
 * as long as the job is still its own: somebody may have cancelled it, or another instance may have
 * it by now.
 */
final class ExportRun implements Runnable, Progress {
  private static final Logger LOG = LoggerFactory.getLogger(ExportRun.class);
  private static final long TELL_EVERY_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long LOG_EVERY_NANOS = Duration.ofSeconds(30).toNanos();
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /**
   * What all runs of an instance work with.
   *
   * @param snapshots tells in the manifest which cut it was
   * @param tries at a cut that cannot be read
   * @param pause after the first of them; doubles each time
   */
  record Tools(
      Jobs jobs,
      JobSteps steps,
      Cuts cuts,
      ExportPlan.Reader plans,
      Function<Cut, ObjectNode> snapshots,
      ExportFolder folder,
      ExportMetrics metrics,
      String version,
      int tries,
      Duration pause) {}

  private final Tools tools;
  private final Key key;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** As it is written. */
  private volatile ExportJob job;

  /** What is on its way to be written, and may be read before that is known here. */
  private volatile ExportJob writing;

  private long toldAt = System.nanoTime();
  private long loggedAt = System.nanoTime();

  private volatile Long threadsTotal;
  private volatile long threads;
  private volatile long rows;
  private volatile long rowsWritten;
  private volatile long bytes;

  ExportRun(Tools tools, Key key, ExportJob job) {
    this.tools = tools;
    this.key = key;
    this.job = job;
  }

  @Override
  public void run() {
    try {
      insist(tools.steps.begun(job));
      LOG.info("export {} begins", key);
      ExportJob made = makeInSomeTries();
      insist(made);
      if (isCancelled() && made.equals(tools.jobs.get(key))) {
        cancelAfterAll(made); // somebody did between the last look and the word that it is done
      }
      tools.metrics.finished(made);
      LOG.info(
          "export {} is done: {} rows, {} bytes",
          key,
          made.getRowsWritten(),
          made.getPackageBytes());
    } catch (CancelledException e) {
      tools.metrics.stopped();
      LOG.info("export {} stops: it was cancelled, or is no longer of this instance", key);
    } finally {
      endWork();
    }
  }

  /** Ends it as soon as it looks, without a word; whoever ends it says why. */
  void stop() {
    stopped.countDown();
  }

  /** Stops it where the job is not its own any more. */
  void look() {
    ExportJob known = tools.jobs.get(key);
    if (known == null || !isMine(known)) {
      stop();
    }
  }

  @Override
  public boolean isCancelled() {
    return stopped.getCount() == 0;
  }

  @Override
  public void read(long threadsRead, long rowsMade) {
    threads = threadsRead;
    rows = rowsMade;
  }

  @Override
  public void written(long rowsInFiles, long bytesOfFiles) {
    rowsWritten = rowsInFiles;
    bytes = bytesOfFiles;
  }

  /** Tells all instances how far it is, if it is time again, and the log at times. */
  void tell() {
    if (System.nanoTime() - toldAt < TELL_EVERY_NANOS) {
      return;
    }
    toldAt = System.nanoTime();
    try {
      synchronized (this) {
        ExportJob next = counted(job);
        if (JobState.of(job) == JobState.RUNNING && !next.equals(job)) {
          write(next);
        }
      }
    } catch (NotAvailableException | CancelledException e) {
      LOG.debug("export {} goes on; how far it is cannot be told", key, e);
    }
    if (System.nanoTime() - loggedAt > LOG_EVERY_NANOS) {
      loggedAt = System.nanoTime();
      LOG.info(
          "export {}: {} of {} threads read, {} rows, {} of them written",
          key,
          threads,
          threadsTotal,
          rows,
          rowsWritten);
    }
  }

  private ExportJob makeInSomeTries() {
    Duration pause = tools.pause;
    for (int left = tools.tries - 1; ; left--) {
      try {
        return make();
      } catch (CancelledException e) {
        throw e;
      } catch (NotAvailableException e) {
        LOG.warn("export {}: {}; {} tries are left", key, e.getMessage(), left);
        if (left == 0) {
          return failed("unavailable", e.getMessage());
        }
      } catch (IOException | UncheckedIOException e) {
        LOG.error("export {} failed", key, e);
        return failed("storage", "the package could not be written: " + e.getMessage());
      } catch (RuntimeException e) {
        LOG.error("export {} failed", key, e);
        return failed("internal", "the export failed; the processor's log says why");
      }
      pause(pause);
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
  }

  private ExportJob failed(String code, String message) {
    return tools.steps.failed(counted(job), code, message);
  }

  private ExportJob make() throws IOException {
    Path work = tools.folder.beginWork(key.id());
    forget();
    ExportPlan plan = tools.plans.read(key.project(), job.getRequest());
    Path content = work.resolve("package");
    Path former = plan.against() == null ? null : tools.folder.packageOf(plan.against());
    if (former != null && !Files.exists(former)) {
      return failed("against", "the package of export " + plan.against() + " is not here any more");
    }
    ObjectNode manifest;
    try (Cut cut = tools.cuts.take(plan.selection())) {
      threadsTotal = cut.threads();
      PackageRequest request = plan.at(tools.snapshots.apply(cut), tools.version);
      manifest =
          DatasetPackage.make(
              former == null ? request : request.against(former), cut, content, this);
    }
    ZippedPackage made = ZippedPackage.of(content, work.resolve("package.zip"), this);
    if (isCancelled()) {
      throw new CancelledException();
    }
    tools.folder.keep(made.file(), key.id());
    return tools.steps.done(counted(job), dropped(manifest), made);
  }

  private void forget() {
    threadsTotal = null;
    threads = 0;
    rows = 0;
    rowsWritten = 0;
    bytes = 0;
  }

  private static Map<String, Long> dropped(ObjectNode manifest) {
    Map<String, Long> dropped = new TreeMap<>();
    manifest
        .path("dropped")
        .properties()
        .forEach(reason -> dropped.put(reason.getKey(), reason.getValue().asLong()));
    return dropped;
  }

  private ExportJob counted(ExportJob of) {
    return ExportJob.newBuilder(of)
        .setThreads(threads)
        .setThreadsTotal(threadsTotal)
        .setRows(rows)
        .setRowsWritten(rowsWritten)
        .setBytes(bytes)
        .build();
  }

  /** Writes, however long Kafka is away. */
  private void insist(ExportJob next) {
    while (true) {
      try {
        write(next);
        return;
      } catch (NotAvailableException e) {
        LOG.warn("export {} waits: {}", key, e.getMessage());
        pause(tools.pause);
      }
    }
  }

  private synchronized void write(ExportJob next) {
    ExportJob known = tools.jobs.get(key);
    if (!next.equals(known)) { // it may be written, and the word of it be lost
      if (isCancelled() || known == null || !isMine(known)) {
        throw new CancelledException();
      }
      writing = next;
      tools.jobs.put(key, next);
    }
    job = next;
  }

  private void cancelAfterAll(ExportJob made) {
    try {
      tools.jobs.put(key, tools.steps.cancelled(made));
    } catch (NotAvailableException e) {
      LOG.warn("export {} was cancelled when it was done already: {}", key, e.getMessage());
    }
  }

  private boolean isMine(ExportJob known) {
    boolean goesOn =
        tools.steps.isMine(known)
            && known.getAttempt() == job.getAttempt()
            && !JobState.of(known).isOver();
    return goesOn || known.equals(job) || known.equals(writing);
  }

  private void pause(Duration time) {
    try {
      if (stopped.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new CancelledException();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    }
  }

  private void endWork() {
    try {
      tools.folder.endWork(key.id());
    } catch (IOException e) {
      LOG.warn("what export {} left cannot be removed; the next start does", key, e);
    }
  }
}
