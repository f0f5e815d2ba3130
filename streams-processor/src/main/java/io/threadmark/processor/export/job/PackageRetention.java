package io.threadmark.processor.export.job;

import io.threadmark.schema.Key;
import io.threadmark.schema.state.ExportJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which packages, and which jobs, an instance lets go: the oldest first. The newest package stays
 * whatever its size, or nobody could ever take it.
 *
 * @param keep how long a package is kept
 * @param keepBytes of all packages together
 * @param remember how long a job is told of after its end
 * @param mostJobs that are over and told of
 * @param mostChars of the requests of jobs that are over and told of; every process has them in
 *     memory
 */
record PackageRetention(
    Duration keep, long keepBytes, Duration remember, int mostJobs, long mostChars) {

  /** What becomes of packages and jobs: of each package that goes, why; and jobs that go whole. */
  record Leaving(Map<Key, String> packages, List<Key> jobs) {}

  /**
   * @param over jobs of one instance that are over
   * @param nowMicros the time
   */
  Leaving leaving(Map<Key, ExportJob> over, long nowMicros) {
    List<Map.Entry<Key, ExportJob>> newestFirst = new ArrayList<>(over.entrySet());
    newestFirst.sort(
        Comparator.comparing((Map.Entry<Key, ExportJob> entry) -> entry.getValue().getFinishedAt())
            .reversed());
    Map<Key, String> packages = new HashMap<>();
    List<Key> jobs = new ArrayList<>();
    long bytes = 0;
    int told = 0;
    long chars = 0;
    boolean isNewest = true;
    for (Map.Entry<Key, ExportJob> entry : newestFirst) {
      ExportJob job = entry.getValue();
      chars += job.getRequest().length();
      long age = nowMicros - job.getFinishedAt();
      if (++told > mostJobs || chars > mostChars || age > micros(remember)) {
        jobs.add(entry.getKey());
      } else if (job.getPackageBytes() != null) {
        bytes += job.getPackageBytes();
        if (age > micros(keep)) {
          packages.put(entry.getKey(), "it was older than " + days(keep));
        } else if (bytes > keepBytes && !isNewest) {
          packages.put(entry.getKey(), "newer packages took its place on the disk");
        }
        isNewest = false;
      }
    }
    return new Leaving(packages, jobs);
  }

  private static long micros(Duration time) {
    return time.toMillis() * 1_000;
  }

  private static String days(Duration time) {
    return time.toDays() > 0 ? time.toDays() + " days" : time.toSeconds() + " seconds";
  }
}
