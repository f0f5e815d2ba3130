package io.threadmark.processor.export.job;

import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.schema.Key;
import io.threadmark.schema.state.ExportJob;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again at all jobs, and sees to it that what they say of this instance is so: that
 * its jobs are worked at, that its folder has the packages that are told of and no other, and that
 * nobody waits for an instance that is gone.
 */
final class ExportWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ExportWatch.class);

  private final Jobs jobs;
  private final JobSteps steps;
  private final ExportFolder folder;
  private final ExportQueue queue;
  private final Succession succession;
  private final Supplier<Set<String>> instances;
  private final PackageRetention retention;

  /**
   * @param instances addresses of those that are there; null while that is not known
   */
  ExportWatch(
      ExportRun.Tools tools,
      ExportQueue queue,
      Succession succession,
      Supplier<Set<String>> instances,
      PackageRetention retention) {
    this.jobs = tools.jobs();
    this.steps = tools.steps();
    this.folder = tools.folder();
    this.queue = queue;
    this.succession = succession;
    this.instances = instances;
    this.retention = retention;
  }

  /** Looks once; what cannot be done now is done at another look. */
  void look() {
    try {
      if (jobs.isWhole()) {
        tellAddress();
        takeOver();
        begin();
        queue.runs().forEach(ExportRun::tell);
        letGo();
        sweep();
      }
    } catch (NotAvailableException e) {
      LOG.debug("the jobs of exports cannot be written", e);
    } catch (IOException | RuntimeException e) {
      LOG.warn("the jobs of exports cannot be looked after; they are again soon", e);
    }
  }

  /** What is of this instance is known by its folder; its address may be another one by now. */
  private void tellAddress() {
    some(job -> steps.isMine(job) && !steps.isAddressed(job))
        .forEach((key, job) -> jobs.put(key, steps.addressed(job)));
  }

  private void takeOver() {
    Map<Key, ExportJob> others = some(job -> !steps.isMine(job));
    long now = System.nanoTime();
    succession.look(
        instances.get(),
        others.values().stream().map(ExportJob::getAddress).collect(Collectors.toSet()),
        now);
    Map<Key, ExportJob> gone =
        others.entrySet().stream()
            .filter(
                entry -> succession.isMine(entry.getKey().id(), entry.getValue().getAddress(), now))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    gone.forEach(
        (key, job) -> {
          if (!JobState.of(job).isOver()) {
            LOG.info("export {} is done here: the instance at {} is gone", key, job.getAddress());
            jobs.put(key, steps.again(job));
          }
        });
    retention.leaving(over(gone), steps.now()).jobs().forEach(key -> jobs.put(key, null));
  }

  private void begin() {
    some(job -> steps.isMine(job) && !JobState.of(job).isOver()).entrySet().stream()
        .filter(entry -> !queue.has(entry.getKey()))
        .sorted(
            Comparator.comparing(
                    (Map.Entry<Key, ExportJob> entry) -> entry.getValue().getCreatedAt())
                .thenComparing(entry -> entry.getKey().id()))
        .forEach(entry -> queue.take(entry.getKey(), entry.getValue()));
  }

  private void letGo() {
    Map<Key, ExportJob> over = over(some(steps::isMine));
    over.keySet().removeIf(queue::has);
    over.forEach(
        (key, job) -> {
          if (job.getPackageBytes() != null && !Files.exists(folder.packageOf(key.id()))) {
            jobs.put(key, steps.withoutPackage(job, "it is not on the disk any more"));
          }
        });
    PackageRetention.Leaving leaving = retention.leaving(over, steps.now());
    leaving
        .packages()
        .forEach(
            (key, why) -> {
              LOG.info("the package of export {} goes: {}", key, why);
              jobs.put(key, steps.withoutPackage(over.get(key), why));
            });
    leaving.jobs().forEach(key -> jobs.put(key, null));
  }

  /** Removes packages that no job tells of. What is being made is told of later. */
  private void sweep() throws IOException {
    List<String> kept = folder.kept();
    Set<String> wanted = new HashSet<>(queue.ids());
    // Read behind those in hand: what was in hand a moment ago is told of by now.
    some(job -> steps.isMine(job) && job.getPackageBytes() != null)
        .keySet()
        .forEach(key -> wanted.add(key.id()));
    for (String exportId : kept) {
      if (!wanted.contains(exportId)) {
        folder.remove(exportId);
      }
    }
  }

  private Map<Key, ExportJob> some(Predicate<ExportJob> which) {
    return jobs.all().entrySet().stream()
        .filter(entry -> which.test(entry.getValue()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Map<Key, ExportJob> over(Map<Key, ExportJob> of) {
    return of.entrySet().stream()
        .filter(entry -> JobState.of(entry.getValue()).isOver())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
