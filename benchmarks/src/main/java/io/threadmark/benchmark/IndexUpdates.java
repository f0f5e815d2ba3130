package io.threadmark.benchmark;

import com.sun.management.OperatingSystemMXBean;
import io.threadmark.processor.index.PartitionIndex;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * What an event takes of the processors until it is in the search index of one partition, by how
 * many events come between two looks at it. Threads are as those of {@code queries}, some hundred
 * of them at a time.
 */
public final class IndexUpdates {
  private static final int THREADS = 6_000;
  private static final int AT_A_TIME = 250;
  private static final int[] TOGETHER = {125, 250, 1_000};
  private static final long MEMORY = 16L * 1024 * 1024;
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean WRITER = ManagementFactory.getThreadMXBean();

  private IndexUpdates() {}

  public static void main(String[] arguments) throws IOException {
    Progress.say("making %,d threads", THREADS);
    List<List<ToldRows.Change>> events = events();
    measure(events, TOGETHER[TOGETHER.length - 1]); // so that the first to be measured is no slower
    measure(events, TOGETHER[0]);
    System.out.println("One event, by how many come between two looks at the index.");
    System.out.printf(
        "%10s %15s %15s %14s%n", "together", "µs, writing", "µs, all", "bytes/thread");
    for (int together : TOGETHER) {
      Figures figures = measure(events, together);
      System.out.printf(
          Locale.ROOT,
          "%,10d %15.1f %15.1f %,14d%n",
          together,
          figures.writingNanos / 1e3 / events.size(),
          figures.allNanos / 1e3 / events.size(),
          figures.bytes / THREADS);
    }
  }

  /** What each event changes, in the order in which they come. */
  private static List<List<ToldRows.Change>> events() throws IOException {
    List<List<ToldRows.Change>> events = new ArrayList<>();
    try (RocksRows rows = new RocksRows()) {
      ToldRows told = new ToldRows(rows);
      SplittableRandom random = new SplittableRandom(13);
      List<ConversationRows> open = new ArrayList<>();
      for (int begun = 0; begun < THREADS || !open.isEmpty(); ) {
        while (begun < THREADS && open.size() < AT_A_TIME) {
          open.add(new ConversationRows(begun++, told));
        }
        int which = random.nextInt(open.size());
        if (!open.get(which).next(events.size())) {
          open.set(which, open.get(open.size() - 1));
          open.remove(open.size() - 1);
        }
        events.add(told.changes());
      }
    }
    return events;
  }

  /**
   * What it took, and what it came to.
   *
   * @param writingNanos of the thread that takes rows in
   * @param allNanos of all threads: merges, garbage, and what the virtual machine does for itself
   */
  private record Figures(long writingNanos, long allNanos, long bytes) {}

  private static Figures measure(List<List<ToldRows.Change>> events, int together)
      throws IOException {
    Path folder = Files.createTempDirectory("threadmark-benchmark");
    try {
      long all = SYSTEM.getProcessCpuTime();
      long writing = WRITER.getCurrentThreadCpuTime();
      try (PartitionIndex index = PartitionIndex.open(folder, MEMORY)) {
        for (int i = 0; i < events.size(); i++) {
          for (ToldRows.Change change : events.get(i)) {
            index.take(change.key(), change.value());
          }
          if (i % together == together - 1) {
            index.refresh(i + 1L);
          }
        }
        index.refresh(events.size());
        return new Figures(
            WRITER.getCurrentThreadCpuTime() - writing,
            SYSTEM.getProcessCpuTime() - all,
            index.bytes());
      }
    } finally {
      remove(folder);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
