package io.threadmark.processor.export.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.export.Cut;
import io.threadmark.processor.export.Cuts;
import io.threadmark.schema.Key;
import io.threadmark.schema.settings.ReadingConsumer;
import io.threadmark.schema.settings.Settings;
import io.threadmark.schema.state.ExportJob;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exports: what all instances know of them, and the work of this one. All that happens to a job is
 * said in the topic of jobs, so whichever instance is asked can tell, cancel and begin anew what
 * any other has.
 */
public final class Exports implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Exports.class);
  private static final long LOOK_MS = 1_000;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final int TRIES = 6;

  /** Of one instance, that are over. */
  private static final int MOST_JOBS = 1_000;

  /** Of the requests of these. */
  private static final long MOST_CHARS = 16L * 1024 * 1024;

  private final ExportOptions options;
  private final ExportFolder folder;
  private final Jobs jobs;
  private final JobSteps steps;
  private final ExportQueue queue;
  private final ExportWatch watch;
  private final AtomicBoolean isToLook = new AtomicBoolean();
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(Exports::daemon);

  /** A job and the key that it has. */
  public record Found(Key key, ExportJob job) {}

  /**
   * What exports are made with.
   *
   * @param instances addresses of those that are there; gives null while that is not known
   */
  public record Sources(
      Cuts cuts, ExportPlan.Reader plans, Supplier<Set<String>> instances, Clock clock) {}

  /** Says that jobs have changed, to whoever comes to listen. */
  static final class Bell implements Runnable {
    private volatile Runnable listener = () -> {};

    void listen(Runnable whenItRings) {
      listener = whenItRings;
    }

    @Override
    public void run() {
      listener.run();
    }
  }

  /**
   * @param jobs ring the bell when they change, and are closed together with this
   * @param snapshots tells in the manifest which cut it was
   * @param pause after a first try that failed
   */
  Exports(
      ExportOptions options,
      ExportFolder folder,
      Jobs jobs,
      Bell bell,
      Sources sources,
      Function<Cut, ObjectNode> snapshots,
      Duration pause,
      MeterRegistry registry) {
    this.options = options;
    this.folder = folder;
    this.jobs = jobs;
    steps = new JobSteps(folder.instance(), options.address(), sources.clock);
    ExportMetrics metrics = new ExportMetrics(registry);
    ExportRun.Tools tools =
        new ExportRun.Tools(
            jobs,
            steps,
            sources.cuts,
            sources.plans,
            snapshots,
            folder,
            metrics,
            options.version(),
            TRIES,
            pause);
    queue = new ExportQueue(tools, options.running(), this::lookSoon);
    metrics.bind(queue);
    watch =
        new ExportWatch(
            tools,
            queue,
            new Succession(options.address(), options.takeOver()),
            sources.instances,
            new PackageRetention(
                options.keep(), options.keepBytes(), options.remember(), MOST_JOBS, MOST_CHARS));
    bell.listen(this::changed);
    looks.scheduleWithFixedDelay(watch::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
  }

  /**
   * Begins to follow jobs, and to do those of this instance.
   *
   * @param partitions of the topic of jobs, as of every topic
   * @param changelog of threads, which cuts are of
   * @throws IllegalStateException where the folder cannot be used
   */
  @SuppressWarnings("resource") // the client lives as long as the jobs, which close it
  public static Exports start(
      ExportOptions options,
      Settings settings,
      int partitions,
      String changelog,
      Sources sources,
      MeterRegistry registry) {
    ExportFolder folder = ExportFolder.open(options.folder());
    Map<String, Object> config =
        new HashMap<>(ReadingConsumer.config(settings, "threadmark-exports"));
    config.keySet().retainAll(AdminClientConfig.configNames());
    Admin admin = Admin.create(config);
    Bell bell = new Bell();
    return new Exports(
        options,
        folder,
        new JobTopic(settings, options.application(), partitions, admin, bell),
        bell,
        sources,
        new Snapshots(admin, changelog)::of,
        FIRST_PAUSE,
        registry);
  }

  /**
   * Asks for a package. Where there is a job of that key already, that is the answer, whatever it
   * was asked for with.
   *
   * @param request as {@link ExportPlan.Reader} reads it
   * @throws NotAvailableException where too many wait here already, or it cannot be written
   */
  public ExportJob ask(Key key, String request) {
    return ask(key, request, null);
  }

  /**
   * The same of a package that is to be compared with another.
   *
   * @param against a job that has a package: who has it makes the new one; null for none
   */
  public synchronized ExportJob ask(Key key, String request, ExportJob against) {
    ExportJob there = find(key);
    if (there != null) {
      return there;
    }
    if (against == null || steps.isMine(against)) {
      checkLine();
    }
    jobs.put(
        key,
        against == null
            ? steps.asked(options.application(), request)
            : steps.askedBeside(against, request));
    return jobs.get(key);
  }

  /**
   * A job as it is now; null where there is none.
   *
   * @throws NotAvailableException where that cannot be known
   */
  public ExportJob find(Key key) {
    jobs.catchUp(key);
    return jobs.get(key);
  }

  /**
   * The jobs of a project, the newest first.
   *
   * @throws NotAvailableException where they cannot be known
   */
  public List<Found> list(String project, int most) {
    jobs.catchUp();
    return jobs.all().entrySet().stream()
        .filter(entry -> entry.getKey().project().equals(project))
        .map(entry -> new Found(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparing((Found found) -> found.job.getCreatedAt())
                .thenComparing(found -> found.key.id())
                .reversed())
        .limit(most)
        .toList();
  }

  /**
   * Ends a job that goes on, and removes the package of one that is done.
   *
   * @return the job as it is then; null where there is none
   * @throws NotAvailableException where it cannot be written
   */
  public synchronized ExportJob cancel(Key key) {
    ExportJob job = find(key);
    if (job == null) {
      return null;
    }
    if (!JobState.of(job).isOver()) {
      jobs.put(key, steps.cancelled(job));
    } else if (job.getPackageBytes() != null) {
      jobs.put(key, steps.withoutPackage(job, "it was deleted"));
    }
    return jobs.get(key);
  }

  /** Whether a job can be begun anew: it failed, was cancelled, or its package is gone. */
  public static boolean isRepeatable(ExportJob job) {
    return JobState.of(job).isOver() && job.getPackageBytes() == null;
  }

  /**
   * Begins a job anew, here, whichever instance had it before; one that is not {@link
   * #isRepeatable} stays as it is.
   *
   * @return the job as it is then; null where there is none
   * @throws NotAvailableException where too many wait here already, or it cannot be written
   */
  public synchronized ExportJob repeat(Key key) {
    ExportJob job = find(key);
    if (job == null || !isRepeatable(job)) {
      return job;
    }
    checkLine();
    jobs.put(key, steps.again(job));
    return jobs.get(key);
  }

  /** Whether a job is of this instance, and so its package here. */
  public boolean isHere(ExportJob job) {
    return steps.isMine(job);
  }

  /** Where the package of a job of this instance is. */
  public Path packageOf(Key key) {
    return folder.packageOf(key.id());
  }

  /** Stops what is under way here; it is begun anew at the next start, or elsewhere. */
  @Override
  public void close() {
    looks.shutdownNow();
    queue.close();
    jobs.close();
    try {
      folder.close();
    } catch (IOException e) {
      LOG.warn("the folder of exports is not given back", e);
    }
  }

  private void checkLine() {
    long waiting =
        jobs.all().values().stream()
            .filter(job -> steps.isMine(job) && JobState.of(job) == JobState.QUEUED)
            .count();
    if (waiting >= options.queued()) {
      throw new NotAvailableException(
          "there are " + waiting + " exports in line already; ask again later");
    }
  }

  private void changed() {
    queue.runs().forEach(ExportRun::look);
    lookSoon();
  }

  private void lookSoon() {
    if (isToLook.compareAndSet(false, true)) {
      try {
        looks.execute(
            () -> {
              isToLook.set(false);
              watch.look();
            });
      } catch (RejectedExecutionException e) {
        LOG.debug("stopping", e);
      }
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "threadmark-exports");
    thread.setDaemon(true);
    return thread;
  }
}
